"""The three processes of the demo: what is done, in which order, and where it goes wrong.

The element ids are those of the BPMN files in resources/processes; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bpo_desk.demo.people import CUSTOMERS, SUPPLIERS, TEAMS
from bpo_desk.demo.story import K, StepPlan, Story
from bpo_desk.models.sides import Side

HOUR: Final = 60.0
DAY: Final = 24 * HOUR


@dataclass(frozen=True, slots=True)
class DemoProcess:
    """One process: key and version of its definition, case number prefix, how a case of it is lived, hours allowed."""

    key: str
    version: str
    name: str
    prefix: str
    live: Callable[[Story], str]  # returns the outcome
    open_case: Callable[[Story], str]  # writes the opening events, returns the customer
    due_hours: int
    closing_team: str


def _plan(name: str, element: str, team: str, wait: float, work: float) -> StepPlan:
    return StepPlan(name, element, team, wait, work)


REGISTER = _plan("Register claim", "Task_Register", "intake", 40, 12)
CHECK_COVER = _plan("Check cover", "Task_CheckCover", "intake", 90, 25)
DOCUMENTS = _plan("Request documents", "Task_Documents", "intake", 30, 10)
ASSESS = _plan("Assess damage", "Task_Assess", "adjusters", 240, 70)
CALCULATE = _plan("Calculate settlement", "Task_Calculate", "adjusters", 150, 35)
APPROVE_CLAIM = _plan("Approve settlement", "Task_Approve", "client_claims", 420, 15)
PAY_CLAIM = _plan("Pay settlement", "Task_Pay", "finance", 120, 8)
INFORM = _plan("Inform policyholder", "Task_Inform", "intake", 60, 10)
DECLINE = _plan("Decline claim", "Task_Decline", "client_claims", 300, 20)

CAPTURE = _plan("Capture invoice", "Task_Capture", "system", 3, 1)
MATCH = _plan("Match to order", "Task_Match", "finance", 120, 12)
DISCREPANCY = _plan("Resolve discrepancy", "Task_Discrepancy", "client_buyers", 600, 30)
APPROVE_INVOICE = _plan("Approve invoice", "Task_ApproveInvoice", "client_buyers", 480, 6)
POST = _plan("Post invoice", "Task_Post", "finance", 90, 7)
PAY_INVOICE = _plan("Pay supplier", "Task_PaySupplier", "finance", 300, 5)

LOG = _plan("Log request", "Task_Log", "service", 8, 6)
VERIFY = _plan("Verify identity", "Task_Verify", "service", 25, 9)
REPLACE = _plan("Replace card", "Task_Replace", "service", 45, 12)
INVESTIGATE = _plan("Investigate dispute", "Task_Investigate", "service", 180, 45)
DECIDE = _plan("Decide refund", "Task_Decide", "client_cards", 400, 18)
CONFIRM = _plan("Confirm with customer", "Task_Confirm", "service", 60, 8)


def _open(story: Story, title: str, customer: str, channel: str, priority: str) -> str:
    story.add(K.OPENED, side=Side.SYSTEM, actor="Case desk")
    story.set_field("Title", title)
    story.set_field("Priority", priority)
    story.set_field("Client reference", f"{story.dice.randrange(10**6, 10**7):07d}")
    story.contact(customer, channel)
    return customer


def open_claim(story: Story) -> str:
    """A motor claim arrives."""
    what = story.dice.choice(
        ("Rear-end collision", "Hail damage", "Stolen mirror", "Windscreen crack", "Parking damage", "Deer strike")
    )
    car = story.dice.choice(("Golf", "Corolla", "Transit", "Model 3", "Fabia", "Tucson", "C-Class"))
    customer = story.dice.choice(CUSTOMERS)
    channel = story.dice.choice(("Phone", "Web form", "Broker"))
    return _open(story, f"{what}, {car}", customer, channel, story.dice.choice(("Normal", "Normal", "Normal", "High")))


def live_claim(story: Story) -> str:
    """Northwind's motor claims, from report to settlement or decline."""
    handler = story.work(REGISTER)
    story.work(CHECK_COVER)
    if story.chance(0.09):
        story.work(DECLINE)
        return "Declined"

    story.together(_documents, _assess)
    _settle(story)
    story.work(PAY_CLAIM)
    if story.chance(0.15):
        story.comment(handler, Side.PROVIDER, "Watch: broker is a key account.", shared=False)
    story.work(INFORM)
    return "Settled"


def _documents(branch: Story) -> None:
    branch.work(DOCUMENTS, halfway=_ask_for_documents)


def _ask_for_documents(branch: Story, who: str) -> None:
    if branch.chance(0.75):
        branch.wait_for(Side.CUSTOMER, "Waiting for documents", 1.6 * DAY, "Documents received")
        branch.add(K.DOCUMENT_ADDED, side=Side.PROVIDER, actor=who, new="Repair estimate.pdf")
        if branch.chance(0.25):
            branch.contact(branch.dice.choice(CUSTOMERS), "Phone")
            branch.comment(who, Side.PROVIDER, "Policyholder asks when the money comes.")


def _assess(branch: Story) -> None:
    branch.work(ASSESS, halfway=_ask_the_garage)


def _ask_the_garage(branch: Story, who: str) -> None:
    if branch.chance(0.3):
        branch.ad_hoc("Call the garage", "adjusters", who)
    if branch.chance(0.2):
        branch.wait_for(Side.THIRD_PARTY, "Waiting for the expert", 2.2 * DAY, "Expert report in")


def _settle(story: Story) -> None:
    for _ in range(3):
        adjuster = story.work(CALCULATE)
        if not story.chance(0.45):
            return
        if story.chance(0.15):
            accepted = story.dice.choice((*TEAMS["client_claims"].members, None, None))
            story.leave_path(APPROVE_CLAIM, adjuster, "Approved by phone, authority on leave", accepted)
            story.work(APPROVE_CLAIM, skipped_by=adjuster)
            return
        approver = story.work(APPROVE_CLAIM)
        if story.chance(0.82):
            return
        story.comment(approver, Side.CLIENT, "Labour cost above the agreed rate, please recalculate.")


def open_invoice(story: Story) -> str:
    """A supplier's invoice arrives."""
    supplier = story.dice.choice(SUPPLIERS)
    amount = round(story.dice.lognormvariate(7.2, 1.1), 2)
    return _open(story, f"{supplier}, {amount:,.2f} USD", supplier, "E-mail", "Normal")


def live_invoice(story: Story) -> str:
    """Northwind's supplier invoices, from capture to payment."""
    story.work(CAPTURE)
    for _ in range(3):
        clerk = story.work(MATCH)
        if not story.chance(0.24):
            break
        if story.chance(0.3):
            story.leave_path(DISCREPANCY, clerk, "Posted with a difference below 5 USD", None)
            break
        story.work(DISCREPANCY, halfway=_ask_for_credit_note)
    story.work(APPROVE_INVOICE)
    if story.chance(0.12):
        story.ad_hoc("Check bank details with supplier", "finance", None)
    story.work(POST)
    story.work(PAY_INVOICE)
    return "Paid"


def _ask_for_credit_note(story: Story, buyer: str) -> None:
    if story.chance(0.4):
        story.wait_for(Side.THIRD_PARTY, "Waiting for a credit note", 3 * DAY, "Credit note received")
        story.add(K.DOCUMENT_ADDED, side=Side.CLIENT, actor=buyer, new="Credit note.pdf")


def open_card(story: Story) -> str:
    """A card holder calls Harbor Bank's service line."""
    what = story.dice.choice(
        ("Card lost", "Card replaced to wrong address", "Unknown charge", "Charged twice", "Card stolen abroad")
    )
    customer = story.dice.choice(CUSTOMERS)
    priority = "High" if "stolen" in what else "Normal"
    channel = story.dice.choice(("Phone", "Phone", "App", "Branch"))
    return _open(story, what, customer, channel, priority)


def live_card(story: Story) -> str:
    """Harbor Bank's card service: replacement or dispute."""
    agent = story.work(LOG)
    if story.chance(0.08):
        story.leave_path(VERIFY, agent, "Known voice, identity not verified", None)
        story.work(VERIFY, skipped_by=agent)
    else:
        story.work(VERIFY)
    if story.chance(0.5):
        story.work(REPLACE)
        outcome = "Card replaced"
    else:
        story.work(INVESTIGATE, halfway=_ask_the_merchant)
        story.work(DECIDE)
        outcome = story.dice.choice(("Refunded", "Refunded", "Refund refused"))
    for _ in range(2):
        if not story.chance(0.18):
            break
        story.now += story.minutes(8 * HOUR)
        story.contact(story.dice.choice(CUSTOMERS), "Phone")
        story.comment(agent, Side.PROVIDER, "Customer asks again, told the same date.")
    story.work(CONFIRM)
    return outcome


def _ask_the_merchant(story: Story, _who: str) -> None:
    if story.chance(0.6):
        story.wait_for(Side.THIRD_PARTY, "Waiting for the merchant", 2.5 * DAY, "Merchant answered")
    if story.chance(0.2):
        story.ad_hoc("Translate merchant letter", "service", None, done_share=0.7)


MOTOR_CLAIM = DemoProcess("motor-claim", "3", "Motor claim", "CLM", live_claim, open_claim, 80, "intake")
SUPPLIER_INVOICE = DemoProcess(
    "supplier-invoice", "2", "Supplier invoice", "INV", live_invoice, open_invoice, 60, "finance"
)
CARD_SERVICE = DemoProcess("card-service", "5", "Card service", "CRD", live_card, open_card, 40, "service")
