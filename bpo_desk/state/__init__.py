"""Pure functions from event columns to what is true of cases: states, work items; filters and orders over cases."""

from bpo_desk.state.chips import chip_counts, chip_mask
from bpo_desk.state.context import StateContext
from bpo_desk.state.filter_lookup import FilterLookup
from bpo_desk.state.filter_mask import filter_mask
from bpo_desk.state.number_search import find_numbers
from bpo_desk.state.sort_order import SortColumn, sort_permutation
from bpo_desk.state.states import states
from bpo_desk.state.work_items import WorkItemColumns, work_items

__all__ = [
    "FilterLookup",
    "SortColumn",
    "StateContext",
    "WorkItemColumns",
    "chip_counts",
    "chip_mask",
    "filter_mask",
    "find_numbers",
    "sort_permutation",
    "states",
    "work_items",
]
