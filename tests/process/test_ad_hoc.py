"""Ad-hoc tasks lie in a lane beneath the diagram, near the step during which they ran."""

from bpo_desk.process.ad_hoc import AdHocTask, task_element_id, with_ad_hoc_tasks
from bpo_desk.process.display_list import LabelItem, display_list
from tests.process.bpmn_files import definition, overlapping_nodes


def test_without_tasks_the_diagram_stays_as_it_is() -> None:
    shown = display_list(definition("claim.bpmn"))
    assert with_ad_hoc_tasks(shown, []) is shown


def test_tasks_lie_beneath_without_overlapping_and_can_be_marked() -> None:
    shown = display_list(definition("claim.bpmn"))
    tasks = [AdHocTask(str(n), f"Call {n}", "open", "Ann", "due 14:00", "check") for n in range(11)]
    extended = with_ad_hoc_tasks(shown, tasks)
    boxes = [extended.shapes[task_element_id(task.id)].bounds for task in tasks]
    assert min(box.y for box in boxes) > shown.bounds.bottom
    assert overlapping_nodes(extended) == []
    lane = extended.shapes["ad-hoc"].bounds
    assert all(lane.x < box.x and box.right < lane.right and box.bottom < lane.bottom for box in boxes)
    assert extended.items[: len(shown.items)] == shown.items
    assert extended.flow_order[-1] == "ad-hoc:10"


def test_a_task_says_state_owner_due_and_step_and_stands_under_its_step() -> None:
    shown = display_list(definition("claim.bpmn"))
    extended = with_ad_hoc_tasks(shown, [AdHocTask("7", "Ask bank", "open", "Ann", "due 14:00", "transfer")])
    text = next(i.text for i in extended.items if isinstance(i, LabelItem) and i.element_id == "ad-hoc:7")
    assert text == "Ask bank\nopen · Ann · due 14:00\n↑ Transfer money"
    assert extended.shapes["ad-hoc:7"].bounds.centre[0] == shown.shapes["transfer"].bounds.centre[0]
