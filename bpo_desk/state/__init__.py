"""Pure functions from event columns to what is true of cases: states, work items; filters and orders over cases."""

from bpo_desk.state.context import StateContext
from bpo_desk.state.states import states
from bpo_desk.state.work_items import WorkItemColumns, work_items

__all__ = ["StateContext", "WorkItemColumns", "states", "work_items"]
