"""What a person says of a shared database: a server with login and authority, or a file. Tests nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from bpo_desk.models.shared_address import USUAL_PORT, SharedAddress
from bpo_desk.ui import theme
from bpo_desk.ui.widgets.icon_button import icon_button

_SERVER, _FILE = range(2)


class ConnectionForm(QWidget):
    """`changed()` with every key, `confirmed()` with Return in a field."""

    changed = Signal()
    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._more: tuple[tuple[str, str], ...] = ()
        self.kind = QComboBox(self)
        self.kind.addItem(self.tr("A PostgreSQL server that several people share"))
        self.kind.addItem(self.tr("A file on this computer (SQLite, for one person)"))
        self.kind.setAccessibleName(self.tr("Kind of shared database"))
        self.host, self.database, self.user, self.password = (QLineEdit(self) for _field in range(4))
        self.authority, self.path = (QLineEdit(self) for _field in range(2))
        self.port = QSpinBox(self)
        self.port.setRange(1, 65_535)
        self.port.setValue(USUAL_PORT)
        self.port.setGroupSeparatorShown(False)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.host.setPlaceholderText("db.example.com")
        self.password.setPlaceholderText(self.tr("empty: the one in the key store of this system, or none"))
        self.authority.setPlaceholderText(self.tr("empty: the authorities that this system trusts"))
        self._pages = self._server_page(), self._file_page()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        for part in (self.kind, *self._pages):
            layout.addWidget(part)
        self.kind.currentIndexChanged.connect(self._show_page)
        self._show_page(0)
        for field in (self.host, self.database, self.user, self.password, self.authority, self.path):
            field.textChanged.connect(self.changed)
            field.returnPressed.connect(self.confirmed)
        self.port.valueChanged.connect(self.changed)

    def address(self) -> SharedAddress:
        """What is said now."""
        if self.wants_file:
            return SharedAddress(file=self.path.text().strip())
        texts = (self.host, self.database, self.user, self.authority)
        host, database, user, authority = (each.text().strip() for each in texts)
        return SharedAddress(host, self.port.value(), database, user, authority, more=self._more)

    def show_address(self, address: SharedAddress) -> None:
        """Begin with another address; the password field stays empty."""
        self.kind.setCurrentIndex(_FILE if address.is_file else _SERVER)
        self.path.setText(address.file)
        self._more = address.more
        self.port.setValue(address.port)
        for field, words in (
            (self.host, address.host), (self.database, address.database), (self.user, address.user),
            (self.authority, address.authority),
        ):  # fmt: skip
            field.setText(words)
        self.password.clear()

    def first_field(self) -> QLineEdit:
        """Where one begins to type."""
        return self.path if self.wants_file else self.host

    @property
    def wants_file(self) -> bool:
        """Whether a file is what is asked for."""
        return self.kind.currentIndex() == _FILE

    def _show_page(self, chosen: int) -> None:
        for index, page in enumerate(self._pages):
            page.setVisible(index == chosen)
        self.changed.emit()

    def _server_page(self) -> QWidget:
        page = QWidget(self)
        place = QHBoxLayout()
        place.setSpacing(theme.GAP)
        place.addWidget(self.host, 1)
        place.addWidget(self._label(self.tr("Por&t"), self.port))
        place.addWidget(self.port)
        form = self._form(page)
        self._row(form, self.tr("&Host"), place, self.host)
        self._row(form, self.tr("&Database"), self.database, self.database)
        self._row(form, self.tr("&User"), self.user, self.user)
        self._row(form, self.tr("Pass&word"), self.password, self.password)
        browsed = self._browsed(self.authority, self.tr("Choose the file of the certificate authority"), "*.pem *.crt")
        self._row(form, self.tr("&Authority"), browsed, self.authority)
        self.port.setAccessibleName(self.tr("Port"))
        QWidget.setTabOrder(self.host, self.port)
        QWidget.setTabOrder(self.port, self.database)
        promise = self._words(
            self.tr(
                "A server elsewhere must prove itself by a certificate for exactly this name (verify-full), over TLS"
                " 1.3; the password is proven (SCRAM, channel binding) and never sent. There is no switch for less."
            )
        )
        form.addRow(promise)
        return page

    def _file_page(self) -> QWidget:
        page = QWidget(self)
        form = self._form(page)
        browsed = self._browsed(self.path, self.tr("Choose the file of the shared database"), "*.db")
        self._row(form, self.tr("&File"), browsed, self.path)
        form.addRow(
            self._words(
                self.tr(
                    "A file knows no logins: whoever can open it sees and writes everything. On a share of the network"
                    " SQLite cannot lock safely; several people need a server."
                )
            )
        )
        return page

    def _form(self, page: QWidget) -> QFormLayout:
        form = QFormLayout(page)
        form.setContentsMargins(3 * theme.GAP, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        form.setVerticalSpacing(theme.SMALL_GAP)
        return form

    def _row(self, form: QFormLayout, words: str, part: QWidget | QHBoxLayout, field: QWidget) -> None:
        form.addRow(self._label(words, field), part)
        field.setAccessibleName(words.replace("&", ""))

    def _label(self, words: str, field: QWidget) -> QLabel:
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setBuddy(field)
        return label

    def _words(self, words: str) -> QLabel:
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _browsed(self, field: QLineEdit, title: str, pattern: str) -> QHBoxLayout:
        button = icon_button("folder-open", title, self)
        button.setAutoRaise(False)
        button.clicked.connect(lambda: self._browse(field, title, pattern))
        row = QHBoxLayout()
        row.addWidget(field, 1)
        row.addWidget(button)
        return row

    def _browse(self, field: QLineEdit, title: str, pattern: str) -> None:
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self, title, field.text(), f"{pattern};;*")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(field.setText)
        dialog.open()
