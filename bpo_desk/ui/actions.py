"""Every action of the window, once: its words, its keys, its icon, and the menu it stands in.

The menus are filled after the first paint, which shows their titles only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from bpo_desk.ui import icons

translate = QCoreApplication.translate


class Declared(NamedTuple):
    """One action. `keys`: shortcuts, the first one is shown; `group_before`: a line above it in the menu;
    `in_queue`: its keys belong to the queue, other screens have their own."""

    name: str
    menu: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    group_before: bool = False
    in_queue: bool = False


DECLARED: Final[tuple[Declared, ...]] = (
    Declared("sync", "&Desk", "&Sync now", ("F5", "Ctrl+R"), "refresh"),
    Declared("export_queue", "&Desk", "&Export the queue as shown", ("Ctrl+E",), "download", group_before=True),
    Declared("connect", "&Desk", "&Connect to a shared database", ("Ctrl+Shift+B",), "database"),
    Declared("stop_export", "&Desk", "S&top the export", ("Ctrl+.",), "x"),
    Declared("lock", "&Desk", "&Lock the desk", ("Ctrl+L",), "lock"),
    Declared("language", "&Desk", "Lan&guage", group_before=True),
    Declared("quit", "&Desk", "&Quit", ("Ctrl+Q",), group_before=True),
    Declared("copy", "&Edit", "&Copy rows", ("Ctrl+C",), "copy", in_queue=True),
    Declared("copy_lines", "&Edit", "Copy rows in one &line each", ("Ctrl+Alt+C",), in_queue=True),
    Declared("copy_link", "&Edit", "Copy a lin&k to what is in front", ("Ctrl+Shift+K",), "link"),
    Declared("select_all", "&Edit", "Select &all rows", ("Ctrl+A",), in_queue=True),
    Declared("filter", "&Edit", "&Filter the queue", ("Ctrl+F", "/"), "filter", group_before=True),
    Declared("clear_filter", "&Edit", "Clear the filter", ("Ctrl+Shift+F",), "filter-off"),
    Declared("queue", "&View", "&Queue", ("Ctrl+1",), "list-details", checkable=True),
    Declared("case", "&View", "&Case", ("Ctrl+2",), "folder-open", checkable=True),
    Declared("process", "&View", "&Process", ("Ctrl+3",), "sitemap", checkable=True),
    Declared("sync_panel", "&View", "&Sync and unsent notes", ("Ctrl+U",), "cloud-upload"),
    Declared("attention", "&View", "What needs &attention", ("Ctrl+Shift+U",), "alert-triangle"),
    Declared("notices", "&View", "&Notices of followed cases", ("Ctrl+Shift+I",), "bell"),
    Declared("columns", "&View", "Choose c&olumns", (), "columns-3", group_before=True),
    Declared("views", "&View", "Saved &views of the queue", ("Ctrl+S",), "star"),
    Declared("share_view", "&View", "Sha&re the view with the team", ("Ctrl+Shift+S",), "users"),
    Declared("groups", "&View", "&Group and count the queue", ("Ctrl+G",), "sort-descending"),
    Declared("team", "&View", "Show the queue on a &timeline", ("Ctrl+Shift+M",), "timeline-event"),
    Declared("peek", "&View", "&Peek into the case (Space in the queue)", (), "eye"),
    Declared("as_of", "&View", "Queue as of a mo&ment", ("Ctrl+H",), "history"),
    Declared("client_view", "&View", "See as the c&lient does, or go back", ("Ctrl+Shift+V",), "building"),
    Declared("access_log", "&View", "Access lo&g: who looked", ("Ctrl+Shift+A",), "user"),
    Declared("light", "&View", "&Light", (), "sun", checkable=True, group_before=True),
    Declared("dark", "&View", "&Dark", (), "moon", checkable=True),
    Declared("larger", "&View", "Larger text", ("Ctrl++", "Ctrl+="), "zoom-in", group_before=True),
    Declared("smaller", "&View", "Smaller text", ("Ctrl+-",), "zoom-out"),
    Declared("usual_size", "&View", "Usual text size", ("Ctrl+Alt+0",)),
    Declared("note", "&Case", "Write a &note", ("Ctrl+N",), "note"),
    Declared("comment", "&Case", "&Comment on the event", ("Ctrl+M",), "message"),
    Declared("pin", "&Case", "&Pin the event, or take the pin away", ("Ctrl+D",), "pin"),
    Declared("tag", "&Case", "&Tag the event", ("Ctrl+T",), "tag"),
    Declared("follow", "&Case", "&Follow the case, or no longer", ("Ctrl+Shift+N",), "eye"),
    Declared("unmask", "&Case", "&Unmask a value of the event", ("Ctrl+Shift+X",), "lock-open"),
    Declared("copy_time", "&Case", "Copy the &explained time as text", ("Ctrl+Shift+E",), "copy", group_before=True),
    Declared("mark", "&Case", "&Mark this moment to compare with", ("Ctrl+B",), "history"),
    Declared("copy_line", "&Case", "Copy the case in one &line", ("Ctrl+Shift+L",), "copy"),
    Declared("copy_summary", "&Case", "Copy the case as te&xt", ("Ctrl+Shift+C",), "copy"),
    Declared("report", "&Case", "Audit-trail &report", ("Ctrl+P",), "file-text", group_before=True),
    Declared("export_events", "&Case", "E&xport the events", (), "download"),
    Declared("work_note", "&Work", "&Note on the chosen cases", ("N",), "note", in_queue=True),
    Declared("work_follow", "&Work", "&Follow the chosen cases", ("F",), "eye", in_queue=True),
    Declared("work_unfollow", "&Work", "Follow them no &longer", ("Shift+F",), "eye-off", in_queue=True),
    Declared("work_flag", "&Work", "Fla&g the chosen cases", ("G",), "flag", in_queue=True),
    Declared("work_unflag", "&Work", "Take flags a&way", ("Shift+G",), "flag", in_queue=True),
    Declared("work_task", "&Work", "Add an ad-hoc &task", ("T",), "checklist", group_before=True, in_queue=True),
    Declared("work_reassign", "&Work", "Ask for &reassignment", ("R",), "arrows-exchange", in_queue=True),
    Declared("work_escalate", "&Work", "Ask for &escalation", ("E",), "urgent", in_queue=True),
    Declared("work_withdraw", "&Work", "Take requests &back", ("Shift+R",), "arrow-back-up", in_queue=True),
    Declared("review", "&Work", "Re&view the case", ("Ctrl+Shift+R",), "scale"),
    Declared("sample", "&Work", "A &sample to review", ("Ctrl+Shift+D",), "list-details", group_before=True),
    Declared("jump", "&Go", "&Jump to a case", ("Ctrl+K",), "search"),
    Declared("open", "&Go", "&Open the case", ("Ctrl+Return",), "folder"),
    Declared("next", "&Go", "&Next case", ("J",), "chevron-down"),
    Declared("previous", "&Go", "&Previous case", ("K",), "chevron-up"),
    Declared("back", "&Go", "&Back", ("Alt+Left",), "arrow-left", group_before=True),
    Declared("forward", "&Go", "&Forward", ("Alt+Right",), "arrow-right"),
    Declared("up", "&Go", "One level &up", ("Esc",)),
    Declared("commands", "&Help", "&Commands", ("Ctrl+Shift+P",), "menu-2"),
    Declared("help", "&Help", "&Keys and filter words", ("F1",), "help-circle"),
)


ON_RAIL: Final = ("queue", "case", "process")
"""Actions that have a button on the rail, whose icons the first paint shows."""


class Actions:
    """The window's actions by name. Those of the rail are there at once; the others, their icons and keys, and what is
    in the menus come when they are `complete`."""

    def __init__(self, window: QMainWindow, does: Callable[[], Mapping[str, Callable[[], object]]]) -> None:
        """`does`: says what each declared action does, by name, and sees to it that they are complete."""
        self._window, self._does = window, does
        self._by_name: dict[str, QAction] = {}
        self._menus: dict[str, QMenu] = {}
        for each in DECLARED:
            if each.menu not in self._menus:
                self._menus[each.menu] = window.menuBar().addMenu(translate("actions", each.menu))
            if each.name in ON_RAIL:
                self._make(each, lambda name=each.name: self._does()[name]())  # type: ignore[misc]

    def _make(self, each: Declared, act: Callable[[], object]) -> QAction:
        self._by_name[each.name] = action = QAction(translate("actions", each.text), self._window)
        action.setCheckable(each.checkable)
        action.triggered.connect(lambda _checked=False: act())
        if each.icon:
            action.setIcon(icons.icon(each.icon))
        return action

    def complete(self, queue: QWidget, does: Mapping[str, Callable[[], object]]) -> None:
        """Make all of them, give them their keys and put them into their menus; once, after the first paint. Raises
        KeyError where nothing says what one of them does."""
        from PySide6.QtGui import QKeySequence  # a large class that the first paint does not need

        for each in DECLARED:
            act, menu = does[each.name], self._menus[each.menu]
            action = self._by_name.get(each.name) or self._make(each, act)
            action.setShortcuts([QKeySequence(keys) for keys in each.keys])
            if each.in_queue:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                queue.addAction(action)
            if each.group_before:
                menu.addSeparator()
            menu.addAction(action)

    def __getitem__(self, name: str) -> QAction:
        if name not in self._by_name:
            self._does()
        return self._by_name[name]

    def all(self) -> list[QAction]:
        """All of them in the order of the menus."""
        return [self._by_name[each.name] for each in DECLARED]
