<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
  <context>
    <name>AccessLogPanel</name>
    <message>
      <source>; only the latest {held} are searched</source>
      <translation>; nur die letzten {held} werden durchsucht</translation>
    </message>
    <message>
      <source>Access log</source>
      <translation>Zugriffsprotokoll</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>Filter of the access log</source>
      <translation>Filter des Zugriffsprotokolls</translation>
    </message>
    <message>
      <source>Filter: a name, a case, what was done</source>
      <translation>Filter: ein Name, ein Vorgang, was getan wurde</translation>
    </message>
    <message>
      <source>Nothing is written down: nobody exported a case, and no role's looks are asked to be noted.</source>
      <translation>Nichts ist vermerkt: niemand hat einen Vorgang exportiert, und für keine Rolle wird das Ansehen protokolliert.</translation>
    </message>
    <message>
      <source>Who looked at which case, or let it leave the desk</source>
      <translation>Wer welchen Vorgang angesehen oder aus dem Arbeitsplatz herausgegeben hat</translation>
    </message>
    <message>
      <source>{shown} of {found} entries</source>
      <translation>{shown} von {found} Einträgen</translation>
    </message>
  </context>
  <context>
    <name>AccessTableModel</name>
    <message>
      <source>As what, for whom, why</source>
      <translation>Als was, für wen, warum</translation>
    </message>
    <message>
      <source>Case</source>
      <translation>Vorgang</translation>
    </message>
    <message>
      <source>Side</source>
      <translation>Seite</translation>
    </message>
    <message>
      <source>What</source>
      <translation>Was</translation>
    </message>
    <message>
      <source>When</source>
      <translation>Wann</translation>
    </message>
    <message>
      <source>Who</source>
      <translation>Wer</translation>
    </message>
  </context>
  <context>
    <name>AsOfBar</name>
    <message>
      <source>As of {when}, from the events up to then</source>
      <translation>Stand {when}, aus den Ereignissen bis dahin</translation>
    </message>
    <message>
      <source>Back to now</source>
      <translation>Zurück zu jetzt</translation>
    </message>
    <message>
      <source>Making the queue as of {when} ...</source>
      <translation>Vorgangsliste mit Stand {when} wird erstellt ...</translation>
    </message>
    <message>
      <source>Moment that the queue is shown as of</source>
      <translation>Zeitpunkt, dessen Stand die Vorgangsliste zeigt</translation>
    </message>
    <message>
      <source>Show the queue of then</source>
      <translation>Vorgangsliste von damals zeigen</translation>
    </message>
    <message>
      <source>The queue as it was at</source>
      <translation>Die Vorgangsliste mit Stand vom</translation>
    </message>
    <message>
      <source>Times in {zone}</source>
      <translation>Zeiten in {zone}</translation>
    </message>
    <message>
      <source>d MMM yyyy HH:mm</source>
      <translation>dd.MM.yyyy HH:mm</translation>
    </message>
  </context>
  <context>
    <name>AttentionPanel</name>
    <message>
      <source>&amp;Copy my text</source>
      <translation>Meinen Text &amp;kopieren</translation>
    </message>
    <message>
      <source>&amp;Edit, then send</source>
      <translation>&amp;Bearbeiten, dann senden</translation>
    </message>
    <message>
      <source>&amp;Open the case</source>
      <translation>Vorgang &amp;öffnen</translation>
    </message>
    <message>
      <source>&amp;Send it again</source>
      <translation>Noch einmal &amp;senden</translation>
    </message>
    <message>
      <source>&amp;Send mine again on top</source>
      <translation>Meines d&amp;arüber senden</translation>
    </message>
    <message>
      <source>Case</source>
      <translation>Vorgang</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>Decided</source>
      <translation>Entschieden</translation>
    </message>
    <message>
      <source>Had written</source>
      <translation>Hatte geschrieben</translation>
    </message>
    <message>
      <source>Keep &amp;theirs</source>
      <translation>&amp;Deren behalten</translation>
    </message>
    <message>
      <source>Needs attention</source>
      <translation>Zu klären</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Zustand</translation>
    </message>
    <message>
      <source>What</source>
      <translation>Was</translation>
    </message>
    <message>
      <source>What needs attention</source>
      <translation>Zu klären</translation>
    </message>
    <message>
      <source>What was &amp;decided</source>
      <translation>Was &amp;entschieden wurde</translation>
    </message>
    <message>
      <source>What was &amp;decided ({n})</source>
      <translation>Was &amp;entschieden wurde ({n})</translation>
    </message>
    <message>
      <source>What was decided</source>
      <translation>Was entschieden wurde</translation>
    </message>
    <message>
      <source>When</source>
      <translation>Wann</translation>
    </message>
    <message>
      <source>Written</source>
      <translation>Geschrieben</translation>
    </message>
  </context>
  <context>
    <name>CaseHeader</name>
    <message>
      <source>Back to the queue (Esc)</source>
      <translation>Zurück zur Vorgangsliste (Esc)</translation>
    </message>
    <message>
      <source>Follow</source>
      <translation>Verfolgen</translation>
    </message>
    <message>
      <source>Follow the case no longer</source>
      <translation>Den Vorgang nicht mehr verfolgen</translation>
    </message>
    <message>
      <source>Follow the case; others see that you do</source>
      <translation>Den Vorgang verfolgen; andere sehen das</translation>
    </message>
    <message>
      <source>Following</source>
      <translation>Verfolgt</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>Notiz</translation>
    </message>
    <message>
      <source>Write a note on the case (Ctrl+N)</source>
      <translation>Eine Notiz zum Vorgang schreiben (Strg+N)</translation>
    </message>
  </context>
  <context>
    <name>CaseNotes</name>
    <message>
      <source>Comment on this event</source>
      <translation>Dieses Ereignis kommentieren</translation>
    </message>
    <message>
      <source>Comment on: {what}</source>
      <translation>Kommentar zu: {what}</translation>
    </message>
    <message>
      <source>New tag ...</source>
      <translation>Neues Schlagwort ...</translation>
    </message>
    <message>
      <source>Note on the case</source>
      <translation>Notiz zum Vorgang</translation>
    </message>
    <message>
      <source>Pin this event</source>
      <translation>Dieses Ereignis anheften</translation>
    </message>
    <message>
      <source>Tag: {what}</source>
      <translation>Schlagwort: {what}</translation>
    </message>
    <message>
      <source>Take the pin away</source>
      <translation>Anheftung lösen</translation>
    </message>
    <message>
      <source>Unmask a value ...</source>
      <translation>Einen Wert aufdecken ...</translation>
    </message>
  </context>
  <context>
    <name>CaseScreen</name>
    <message>
      <source>Copied as text</source>
      <translation>Als Text kopiert</translation>
    </message>
    <message>
      <source>No case is open. Choose one in the queue, or jump to one with Ctrl+K.</source>
      <translation>Kein Vorgang ist geöffnet. Wählen Sie einen in der Vorgangsliste, oder springen Sie mit Strg+K zu einem.</translation>
    </message>
    <message>
      <source>Opening case {number} ...</source>
      <translation>Vorgang {number} wird geöffnet ...</translation>
    </message>
    <message>
      <source>{n} of {all} events; the filter hides the others</source>
      <translation>{n} von {all} Ereignissen; der Filter verbirgt die anderen</translation>
    </message>
  </context>
  <context>
    <name>Chip</name>
    <message>
      <source>case</source>
      <translation>Vorgang</translation>
    </message>
    <message>
      <source>cases</source>
      <translation>Vorgänge</translation>
    </message>
    <message>
      <source>unknown how many</source>
      <translation>unbekannt wie viele</translation>
    </message>
  </context>
  <context>
    <name>ChipsBar</name>
    <message>
      <source>Ad-hoc open</source>
      <translation>Ad hoc offen</translation>
    </message>
    <message>
      <source>At risk</source>
      <translation>Gefährdet</translation>
    </message>
    <message>
      <source>Copied {numbers} that no case has</source>
      <translation>Kopiert: {numbers}, die kein Vorgang hat</translation>
    </message>
    <message>
      <source>Due today</source>
      <translation>Heute fällig</translation>
    </message>
    <message>
      <source>Has an ad-hoc task that is not done</source>
      <translation>Hat eine Ad-hoc-Aufgabe, die nicht erledigt ist</translation>
    </message>
    <message>
      <source>Holder absent</source>
      <translation>Bearbeiter abwesend</translation>
    </message>
    <message>
      <source>In exception</source>
      <translation>In Abweichung</translation>
    </message>
    <message>
      <source>Left its process, not accepted yet</source>
      <translation>Hat seinen Prozess verlassen, noch nicht freigegeben</translation>
    </message>
    <message>
      <source>No case has: {numbers}
A click copies all of them.</source>
      <translation>Kein Vorgang hat: {numbers}
Ein Klick kopiert alle.</translation>
    </message>
    <message>
      <source>No movement</source>
      <translation>Ohne Bewegung</translation>
    </message>
    <message>
      <source>Not found</source>
      <translation>Nicht gefunden</translation>
    </message>
    <message>
      <source>Only these cases; a click shows all again</source>
      <translation>Nur diese Vorgänge; ein Klick zeigt wieder alle</translation>
    </message>
    <message>
      <source>Open, and at risk as the source says</source>
      <translation>Offen, und laut Quelle gefährdet</translation>
    </message>
    <message>
      <source>Open, and due before the day ends</source>
      <translation>Offen, und noch heute fällig</translation>
    </message>
    <message>
      <source>Open, and no person has it</source>
      <translation>Offen, und keine Person hat ihn</translation>
    </message>
    <message>
      <source>Open, and nothing happened for long</source>
      <translation>Offen, und lange ist nichts geschehen</translation>
    </message>
    <message>
      <source>Open, and the due time is over</source>
      <translation>Offen, und die Frist ist vorbei</translation>
    </message>
    <message>
      <source>Overdue</source>
      <translation>Überfällig</translation>
    </message>
    <message>
      <source>Pasted list</source>
      <translation>Eingefügte Liste</translation>
    </message>
    <message>
      <source>Re-opened</source>
      <translation>Wieder geöffnet</translation>
    </message>
    <message>
      <source>Repeat contact</source>
      <translation>Wiederkontakt</translation>
    </message>
    <message>
      <source>The customer came back about it</source>
      <translation>Der Kunde hat sich erneut gemeldet</translation>
    </message>
    <message>
      <source>Unassigned</source>
      <translation>Ohne Bearbeiter</translation>
    </message>
    <message>
      <source>Waiting for the client</source>
      <translation>Wartet auf den Auftraggeber</translation>
    </message>
    <message>
      <source>Waiting for the customer</source>
      <translation>Wartet auf den Kunden</translation>
    </message>
    <message>
      <source>Was over and was opened again</source>
      <translation>War abgeschlossen und wurde wieder geöffnet</translation>
    </message>
    <message>
      <source>Who has it is away: no source records that yet</source>
      <translation>Wer ihn hat, ist abwesend: noch keine Quelle vermerkt das</translation>
    </message>
    <message>
      <source>With client</source>
      <translation>Beim Auftraggeber</translation>
    </message>
    <message>
      <source>With customer</source>
      <translation>Beim Kunden</translation>
    </message>
    <message>
      <source>number</source>
      <translation>Nummer</translation>
    </message>
    <message>
      <source>numbers</source>
      <translation>Nummern</translation>
    </message>
  </context>
  <context>
    <name>ClientBand</name>
    <message>
      <source>&amp;Back to your own desk</source>
      <translation>&amp;Zurück zum eigenen Arbeitsplatz</translation>
    </message>
    <message>
      <source>It left this copy and is not kept when you go back. Nothing is written.</source>
      <translation>Er hat diese Kopie verlassen und bleibt nicht hier, wenn Sie zurückgehen. Nichts wird geschrieben.</translation>
    </message>
    <message>
      <source>Without internal events; masked values and staff as the client gets them. Nothing is written.</source>
      <translation>Ohne interne Ereignisse; verdeckte Werte und Mitarbeiter so, wie der Auftraggeber sie erhält. Nichts wird geschrieben.</translation>
    </message>
    <message>
      <source>You see what {client} sees · Esc back</source>
      <translation>Sie sehen, was {client} sieht · Esc zurück</translation>
    </message>
    <message>
      <source>{number}, read from the shared database · Esc back</source>
      <translation>{number}, gelesen aus der gemeinsamen Datenbank · Esc zurück</translation>
    </message>
  </context>
  <context>
    <name>ClientLooking</name>
    <message>
      <source>bpo_desk - what {client} sees</source>
      <translation>bpo_desk - was {client} sieht</translation>
    </message>
    <message>
      <source>bpo_desk - {number}, only read</source>
      <translation>bpo_desk - {number}, nur gelesen</translation>
    </message>
  </context>
  <context>
    <name>ClientViewPlace</name>
    <message>
      <source>&amp;Read it from the shared database</source>
      <translation>Aus der gemeinsamen Datenbank &amp;lesen</translation>
    </message>
    <message>
      <source>Esc stops it.</source>
      <translation>Esc hält es an.</translation>
    </message>
    <message>
      <source>The shared database is asked for what the client sees.</source>
      <translation>Die gemeinsame Datenbank wird gefragt, was der Auftraggeber sieht.</translation>
    </message>
    <message>
      <source>The shared database keeps all of it; any new event brings it back.</source>
      <translation>Die gemeinsame Datenbank behält alles; jedes neue Ereignis bringt ihn zurück.</translation>
    </message>
    <message>
      <source>What the client sees is loaded: {done} of {of} events.</source>
      <translation>Was der Auftraggeber sieht, wird geladen: {done} von {of} Ereignissen.</translation>
    </message>
    <message>
      <source>{number} is read from the shared database.</source>
      <translation>{number} wird aus der gemeinsamen Datenbank gelesen.</translation>
    </message>
  </context>
  <context>
    <name>CommandPalette</name>
    <message>
      <source>Command</source>
      <translation>Befehl</translation>
    </message>
    <message>
      <source>Commands that match</source>
      <translation>Passende Befehle</translation>
    </message>
  </context>
  <context>
    <name>ComparePanel</name>
    <message>
      <source>Both cases as they are now; steps of the same name stand side by side.</source>
      <translation>Beide Vorgänge, wie sie jetzt sind; gleichnamige Schritte stehen nebeneinander.</translation>
    </message>
    <message>
      <source>Cases, {period}</source>
      <translation>Vorgänge, {period}</translation>
    </message>
    <message>
      <source>Compare</source>
      <translation>Vergleichen</translation>
    </message>
    <message>
      <source>Compare by</source>
      <translation>Vergleichen nach</translation>
    </message>
    <message>
      <source>Compared with {moment}</source>
      <translation>Verglichen mit {moment}</translation>
    </message>
    <message>
      <source>Comparison</source>
      <translation>Vergleich</translation>
    </message>
    <message>
      <source>Difference</source>
      <translation>Unterschied</translation>
    </message>
    <message>
      <source>First</source>
      <translation>Erster</translation>
    </message>
    <message>
      <source>Flow</source>
      <translation>Fluss</translation>
    </message>
    <message>
      <source>Flows</source>
      <translation>Flüsse</translation>
    </message>
    <message>
      <source>Flows in both periods</source>
      <translation>Flüsse in beiden Zeiträumen</translation>
    </message>
    <message>
      <source>Mark a moment, then move the slider; or name another case.</source>
      <translation>Merken Sie einen Zeitpunkt und bewegen Sie dann den Regler; oder nennen Sie einen anderen Vorgang.</translation>
    </message>
    <message>
      <source>Mark this moment</source>
      <translation>Diesen Zeitpunkt merken</translation>
    </message>
    <message>
      <source>No case tells when it was opened: there are no periods to compare.</source>
      <translation>Kein Vorgang sagt, wann er eröffnet wurde: es gibt keine Zeiträume zu vergleichen.</translation>
    </message>
    <message>
      <source>Number of the case to compare with</source>
      <translation>Nummer des Vorgangs, mit dem verglichen wird</translation>
    </message>
    <message>
      <source>Periods to compare</source>
      <translation>Zu vergleichende Zeiträume</translation>
    </message>
    <message>
      <source>Second</source>
      <translation>Zweiter</translation>
    </message>
    <message>
      <source>Show these cases in the queue</source>
      <translation>Diese Vorgänge in der Vorgangsliste zeigen</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>Schritt</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>Schritte</translation>
    </message>
    <message>
      <source>Steps in both periods</source>
      <translation>Schritte in beiden Zeiträumen</translation>
    </message>
    <message>
      <source>The periods are being compared.</source>
      <translation>Die Zeiträume werden verglichen.</translation>
    </message>
    <message>
      <source>Then move the slider: what differs is listed here (Ctrl+B)</source>
      <translation>Dann den Regler bewegen: die Unterschiede stehen hier (Strg+B)</translation>
    </message>
    <message>
      <source>Time, {period}</source>
      <translation>Zeit, {period}</translation>
    </message>
    <message>
      <source>Until next step, {period}</source>
      <translation>Bis zum nächsten Schritt, {period}</translation>
    </message>
    <message>
      <source>from</source>
      <translation>von</translation>
    </message>
    <message>
      <source>or another case by its number</source>
      <translation>oder ein anderer Vorgang nach seiner Nummer</translation>
    </message>
    <message>
      <source>the days chosen here</source>
      <translation>die hier gewählten Tage</translation>
    </message>
    <message>
      <source>the last {n} days and the {n} before</source>
      <translation>die letzten {n} Tage und die {n} davor</translation>
    </message>
    <message>
      <source>to</source>
      <translation>bis</translation>
    </message>
    <message>
      <source>yyyy-MM-dd</source>
      <translation>dd.MM.yyyy</translation>
    </message>
    <message>
      <source>{n} cases, {open} not closed</source>
      <translation>{n} Vorgänge, {open} nicht geschlossen</translation>
    </message>
  </context>
  <context>
    <name>Comparison</name>
    <message>
      <source>Field</source>
      <translation>Feld</translation>
    </message>
    <message>
      <source>What I wrote and what is there, field by field</source>
      <translation>Was ich geschrieben habe und was da steht, Feld für Feld</translation>
    </message>
    <message>
      <source>differs</source>
      <translation>weicht ab</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>nichts</translation>
    </message>
    <message>
      <source>{field}: mine {mine}, theirs {theirs}</source>
      <translation>{field}: meines {mine}, deren {theirs}</translation>
    </message>
  </context>
  <context>
    <name>ConformancePanel</name>
    <message>
      <source>By month of opening</source>
      <translation>Nach Monat der Eröffnung</translation>
    </message>
    <message>
      <source>Cases</source>
      <translation>Vorgänge</translation>
    </message>
    <message>
      <source>How</source>
      <translation>Wie</translation>
    </message>
    <message>
      <source>Judging goes on: {n} of {all} cases read exactly</source>
      <translation>Die Beurteilung läuft: {n} von {all} Vorgängen genau gelesen</translation>
    </message>
    <message>
      <source>Keep the figures that are there; the tab goes on when it is looked at again</source>
      <translation>Die vorhandenen Zahlen behalten; weiter geht es, wenn die Seite wieder angesehen wird</translation>
    </message>
    <message>
      <source>Left the process by</source>
      <translation>Verlassen durch</translation>
    </message>
    <message>
      <source>Not judged</source>
      <translation>Nicht beurteilt</translation>
    </message>
    <message>
      <source>Off</source>
      <translation>Daneben</translation>
    </message>
    <message>
      <source>On</source>
      <translation>Darauf</translation>
    </message>
    <message>
      <source>On the path</source>
      <translation>Auf dem Weg</translation>
    </message>
    <message>
      <source>Opened in</source>
      <translation>Eröffnet im</translation>
    </message>
    <message>
      <source>Show these cases in the queue</source>
      <translation>Diese Vorgänge in der Vorgangsliste zeigen</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>Schritt</translation>
    </message>
    <message>
      <source>Steps where cases leave the process</source>
      <translation>Schritte, an denen Vorgänge den Prozess verlassen</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Anhalten</translation>
    </message>
    <message>
      <source>The cases are being judged.</source>
      <translation>Die Vorgänge werden beurteilt.</translation>
    </message>
    <message>
      <source>Times</source>
      <translation>Male</translation>
    </message>
    <message>
      <source>Ways of leaving the process</source>
      <translation>Arten, den Prozess zu verlassen</translation>
    </message>
    <message>
      <source>Which share of the cases keeps to the process is unknown.</source>
      <translation>Welcher Anteil der Vorgänge den Prozess einhält, ist unbekannt.</translation>
    </message>
    <message>
      <source>{share} of the judged cases keep to the process</source>
      <translation>{share} der beurteilten Vorgänge halten den Prozess ein</translation>
    </message>
  </context>
  <context>
    <name>ConnectionDialog</name>
    <message>
      <source>&amp;Close</source>
      <translation>S&amp;chließen</translation>
    </message>
    <message>
      <source>&amp;Stop</source>
      <translation>An&amp;halten</translation>
    </message>
    <message>
      <source>&amp;Test</source>
      <translation>&amp;Testen</translation>
    </message>
    <message>
      <source>&amp;Use it</source>
      <translation>&amp;Verwenden</translation>
    </message>
    <message>
      <source>Connect to a shared database</source>
      <translation>Mit einer gemeinsamen Datenbank verbinden</translation>
    </message>
    <message>
      <source>It is the &amp;same database as before, at a new address</source>
      <translation>Es ist &amp;dieselbe Datenbank wie zuvor, unter neuer Adresse</translation>
    </message>
    <message>
      <source>No file is named.</source>
      <translation>Keine Datei ist genannt.</translation>
    </message>
    <message>
      <source>See the steps with a sign of warning before.</source>
      <translation>Sehen Sie sich vorher die Schritte mit Warnzeichen an.</translation>
    </message>
    <message>
      <source>Test again; the log folder may say why.</source>
      <translation>Testen Sie noch einmal; der Protokollordner sagt vielleicht, warum.</translation>
    </message>
    <message>
      <source>The test ended before it was done.</source>
      <translation>Der Test endete, bevor er fertig war.</translation>
    </message>
    <message>
      <source>The test was stopped.</source>
      <translation>Der Test wurde angehalten.</translation>
    </message>
    <message>
      <source>This works. Use it, and the first sync begins.</source>
      <translation>Das funktioniert. Verwenden Sie es, und der erste Abgleich beginnt.</translation>
    </message>
    <message>
      <source>Write its path, or choose it.</source>
      <translation>Geben Sie ihren Pfad ein, oder wählen Sie sie aus.</translation>
    </message>
  </context>
  <context>
    <name>ConnectionForm</name>
    <message>
      <source>&amp;Authority</source>
      <translation>&amp;Zertifizierungsstelle</translation>
    </message>
    <message>
      <source>&amp;Database</source>
      <translation>Date&amp;nbank</translation>
    </message>
    <message>
      <source>&amp;File</source>
      <translation>Dat&amp;ei</translation>
    </message>
    <message>
      <source>&amp;Host</source>
      <translation>&amp;Rechner</translation>
    </message>
    <message>
      <source>&amp;User</source>
      <translation>Ben&amp;utzer</translation>
    </message>
    <message>
      <source>A PostgreSQL server that several people share</source>
      <translation>Ein PostgreSQL-Server, den sich mehrere Personen teilen</translation>
    </message>
    <message>
      <source>A file knows no logins: whoever can open it sees and writes everything. On a share of the network SQLite cannot lock safely; several people need a server.</source>
      <translation>Eine Datei kennt keine Anmeldungen: wer sie öffnen kann, sieht und schreibt alles. Auf einer Netzfreigabe kann SQLite nicht sicher sperren; mehrere Personen brauchen einen Server.</translation>
    </message>
    <message>
      <source>A file on this computer (SQLite, for one person)</source>
      <translation>Eine Datei auf diesem Rechner (SQLite, für eine Person)</translation>
    </message>
    <message>
      <source>A server elsewhere must prove itself by a certificate for exactly this name (verify-full), over TLS 1.3; the password is proven (SCRAM, channel binding) and never sent. There is no switch for less.</source>
      <translation>Ein entfernter Server muss sich durch ein Zertifikat für genau diesen Namen ausweisen (verify-full), über TLS 1.3; das Passwort wird bewiesen (SCRAM, Kanalbindung) und nie gesendet. Einen Schalter für weniger gibt es nicht.</translation>
    </message>
    <message>
      <source>Choose the file of the certificate authority</source>
      <translation>Datei der Zertifizierungsstelle wählen</translation>
    </message>
    <message>
      <source>Choose the file of the shared database</source>
      <translation>Datei der gemeinsamen Datenbank wählen</translation>
    </message>
    <message>
      <source>Kind of shared database</source>
      <translation>Art der gemeinsamen Datenbank</translation>
    </message>
    <message>
      <source>Pass&amp;word</source>
      <translation>Pass&amp;wort</translation>
    </message>
    <message>
      <source>Por&amp;t</source>
      <translation>P&amp;ort</translation>
    </message>
    <message>
      <source>Port</source>
      <translation>Port</translation>
    </message>
    <message>
      <source>empty: the authorities that this system trusts</source>
      <translation>leer: die Stellen, denen dieses System vertraut</translation>
    </message>
    <message>
      <source>empty: the one in the key store of this system, or none</source>
      <translation>leer: das im Schlüsselspeicher dieses Systems, oder keines</translation>
    </message>
  </context>
  <context>
    <name>ConnectionPlace</name>
    <message>
      <source>The password is kept for this run only, until the desk is locked.</source>
      <translation>Das Passwort gilt nur für diesen Lauf, bis der Arbeitsplatz gesperrt wird.</translation>
    </message>
  </context>
  <context>
    <name>DeedForm</name>
    <message>
      <source>Due</source>
      <translation>Fällig</translation>
    </message>
    <message>
      <source>Level</source>
      <translation>Stufe</translation>
    </message>
    <message>
      <source>Reason</source>
      <translation>Grund</translation>
    </message>
    <message>
      <source>Seen by</source>
      <translation>Gesehen von</translation>
    </message>
    <message>
      <source>Task</source>
      <translation>Aufgabe</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>Text</translation>
    </message>
    <message>
      <source>To</source>
      <translation>An</translation>
    </message>
    <message>
      <source>What</source>
      <translation>Was</translation>
    </message>
    <message>
      <source>both sides may read it</source>
      <translation>beide Seiten dürfen es lesen</translation>
    </message>
    <message>
      <source>by</source>
      <translation>bis</translation>
    </message>
    <message>
      <source>internal: our side only</source>
      <translation>intern: nur unsere Seite</translation>
    </message>
    <message>
      <source>yyyy-MM-dd HH:mm</source>
      <translation>dd.MM.yyyy HH:mm</translation>
    </message>
  </context>
  <context>
    <name>DeskStatusBar</name>
    <message>
      <source>What was refused, with theirs and yours (Ctrl+Shift+U)</source>
      <translation>Was abgelehnt wurde, mit deren und Ihrem (Strg+Umschalt+U)</translation>
    </message>
    <message>
      <source>oldest of {when}</source>
      <translation>älteste von {when}</translation>
    </message>
  </context>
  <context>
    <name>Diagram</name>
    <message>
      <source> and </source>
      <translation> und </translation>
    </message>
    <message>
      <source>100 %</source>
      <translation>100 %</translation>
    </message>
    <message>
      <source>Ad-hoc sub-process</source>
      <translation>Ad-hoc-Teilprozess</translation>
    </message>
    <message>
      <source>Annotation</source>
      <translation>Anmerkung</translation>
    </message>
    <message>
      <source>As a table</source>
      <translation>Als Tabelle</translation>
    </message>
    <message>
      <source>Boundary event</source>
      <translation>Angeheftetes Ereignis</translation>
    </message>
    <message>
      <source>Business rule task</source>
      <translation>Geschäftsregelaufgabe</translation>
    </message>
    <message>
      <source>Call activity</source>
      <translation>Aufrufaktivität</translation>
    </message>
    <message>
      <source>Call choreography</source>
      <translation>Aufruf-Choreografie</translation>
    </message>
    <message>
      <source>Call conversation</source>
      <translation>Aufruf-Konversation</translation>
    </message>
    <message>
      <source>Choreography task</source>
      <translation>Choreografie-Aufgabe</translation>
    </message>
    <message>
      <source>Complex gateway</source>
      <translation>Komplexes Gateway</translation>
    </message>
    <message>
      <source>Conversation</source>
      <translation>Konversation</translation>
    </message>
    <message>
      <source>Copy as image</source>
      <translation>Als Bild kopieren</translation>
    </message>
    <message>
      <source>Data input</source>
      <translation>Dateneingang</translation>
    </message>
    <message>
      <source>Data object</source>
      <translation>Datenobjekt</translation>
    </message>
    <message>
      <source>Data output</source>
      <translation>Datenausgang</translation>
    </message>
    <message>
      <source>Data store</source>
      <translation>Datenspeicher</translation>
    </message>
    <message>
      <source>Element</source>
      <translation>Element</translation>
    </message>
    <message>
      <source>End event</source>
      <translation>Endereignis</translation>
    </message>
    <message>
      <source>Event-based gateway</source>
      <translation>Ereignisbasiertes Gateway</translation>
    </message>
    <message>
      <source>Exclusive gateway</source>
      <translation>Exklusives Gateway</translation>
    </message>
    <message>
      <source>Find an element</source>
      <translation>Ein Element suchen</translation>
    </message>
    <message>
      <source>Group</source>
      <translation>Gruppe</translation>
    </message>
    <message>
      <source>Inclusive gateway</source>
      <translation>Inklusives Gateway</translation>
    </message>
    <message>
      <source>Intermediate event</source>
      <translation>Zwischenereignis</translation>
    </message>
    <message>
      <source>Lane</source>
      <translation>Lane</translation>
    </message>
    <message>
      <source>Manual task</source>
      <translation>Manuelle Aufgabe</translation>
    </message>
    <message>
      <source>Message</source>
      <translation>Nachricht</translation>
    </message>
    <message>
      <source>Parallel gateway</source>
      <translation>Paralleles Gateway</translation>
    </message>
    <message>
      <source>Pool</source>
      <translation>Pool</translation>
    </message>
    <message>
      <source>Receive task</source>
      <translation>Empfangsaufgabe</translation>
    </message>
    <message>
      <source>Save as PDF, sheets of A3 ...</source>
      <translation>Als PDF speichern, Blätter in A3 ...</translation>
    </message>
    <message>
      <source>Save as PDF, sheets of A4 ...</source>
      <translation>Als PDF speichern, Blätter in A4 ...</translation>
    </message>
    <message>
      <source>Save as PNG ...</source>
      <translation>Als PNG speichern ...</translation>
    </message>
    <message>
      <source>Save as SVG ...</source>
      <translation>Als SVG speichern ...</translation>
    </message>
    <message>
      <source>Save the diagram</source>
      <translation>Diagramm speichern</translation>
    </message>
    <message>
      <source>Script task</source>
      <translation>Skriptaufgabe</translation>
    </message>
    <message>
      <source>Send task</source>
      <translation>Sendeaufgabe</translation>
    </message>
    <message>
      <source>Service task</source>
      <translation>Serviceaufgabe</translation>
    </message>
    <message>
      <source>Start event</source>
      <translation>Startereignis</translation>
    </message>
    <message>
      <source>Sub-choreography</source>
      <translation>Teil-Choreografie</translation>
    </message>
    <message>
      <source>Sub-conversation</source>
      <translation>Teil-Konversation</translation>
    </message>
    <message>
      <source>Sub-process</source>
      <translation>Teilprozess</translation>
    </message>
    <message>
      <source>Task</source>
      <translation>Aufgabe</translation>
    </message>
    <message>
      <source>Throwing event</source>
      <translation>Auslösendes Ereignis</translation>
    </message>
    <message>
      <source>Transaction</source>
      <translation>Transaktion</translation>
    </message>
    <message>
      <source>User task</source>
      <translation>Benutzeraufgabe</translation>
    </message>
    <message>
      <source>Whole diagram</source>
      <translation>Ganzes Diagramm</translation>
    </message>
    <message>
      <source>cancel</source>
      <translation>Abbruch</translation>
    </message>
    <message>
      <source>compensation</source>
      <translation>Kompensation</translation>
    </message>
    <message>
      <source>condition</source>
      <translation>Bedingung</translation>
    </message>
    <message>
      <source>current</source>
      <translation>aktuell</translation>
    </message>
    <message>
      <source>done</source>
      <translation>erledigt</translation>
    </message>
    <message>
      <source>error</source>
      <translation>Fehler</translation>
    </message>
    <message>
      <source>escalation</source>
      <translation>Eskalation</translation>
    </message>
    <message>
      <source>exited</source>
      <translation>verlassen</translation>
    </message>
    <message>
      <source>failed</source>
      <translation>fehlgeschlagen</translation>
    </message>
    <message>
      <source>from {names}</source>
      <translation>von {names}</translation>
    </message>
    <message>
      <source>left the process: {how}</source>
      <translation>hat den Prozess verlassen: {how}</translation>
    </message>
    <message>
      <source>link</source>
      <translation>Link</translation>
    </message>
    <message>
      <source>message</source>
      <translation>Nachricht</translation>
    </message>
    <message>
      <source>multiple</source>
      <translation>mehrfach</translation>
    </message>
    <message>
      <source>next</source>
      <translation>nächster</translation>
    </message>
    <message>
      <source>not reached</source>
      <translation>nicht erreicht</translation>
    </message>
    <message>
      <source>overdue</source>
      <translation>überfällig</translation>
    </message>
    <message>
      <source>parallel multiple</source>
      <translation>parallel mehrfach</translation>
    </message>
    <message>
      <source>signal</source>
      <translation>Signal</translation>
    </message>
    <message>
      <source>terminate</source>
      <translation>Terminierung</translation>
    </message>
    <message>
      <source>timer</source>
      <translation>Zeitgeber</translation>
    </message>
    <message>
      <source>to {names}</source>
      <translation>zu {names}</translation>
    </message>
    <message>
      <source>visit {numbers}</source>
      <translation>Besuch {numbers}</translation>
    </message>
    <message>
      <source>waiting</source>
      <translation>wartet</translation>
    </message>
    <message>
      <source>{count} open</source>
      <translation>{count} offen</translation>
    </message>
    <message>
      <source>{count} times</source>
      <translation>{count} Mal</translation>
    </message>
    <message>
      <source>{kind} ({trigger})</source>
      <translation>{kind} ({trigger})</translation>
    </message>
    <message>
      <source>{kind} after {names}</source>
      <translation>{kind} nach {names}</translation>
    </message>
    <message>
      <source>{kind} after {names}, before {others}</source>
      <translation>{kind} nach {names}, vor {others}</translation>
    </message>
    <message>
      <source>{kind} before {names}</source>
      <translation>{kind} vor {names}</translation>
    </message>
    <message>
      <source>{kind} on {name}</source>
      <translation>{kind} an {name}</translation>
    </message>
    <message>
      <source>{names} and {n} more</source>
      <translation>{names} und {n} weitere</translation>
    </message>
    <message>
      <source>{name} ({flow})</source>
      <translation>{name} ({flow})</translation>
    </message>
    <message>
      <source>{state}, inferred</source>
      <translation>{state}, geschlossen aus der Lage</translation>
    </message>
    <message>
      <source>{state}; left the process: {how}</source>
      <translation>{state}; hat den Prozess verlassen: {how}</translation>
    </message>
  </context>
  <context>
    <name>DiagramPane</name>
    <message>
      <source>{n} steps of the case are not drawn</source>
      <translation>{n} Schritte des Vorgangs sind nicht gezeichnet</translation>
    </message>
  </context>
  <context>
    <name>DiagramTrail</name>
    <message>
      <source>Diagram of the file</source>
      <translation>Diagramm der Datei</translation>
    </message>
    <message>
      <source>Diagram {n}</source>
      <translation>Diagramm {n}</translation>
    </message>
    <message>
      <source>Process</source>
      <translation>Prozess</translation>
    </message>
    <message>
      <source>Way into the process</source>
      <translation>Weg in den Prozess</translation>
    </message>
  </context>
  <context>
    <name>DiagramView</name>
    <message>
      <source>Process diagram</source>
      <translation>Prozessdiagramm</translation>
    </message>
  </context>
  <context>
    <name>EditForm</name>
    <message>
      <source>Back</source>
      <translation>Zurück</translation>
    </message>
    <message>
      <source>Send as edited (Ctrl+Enter)</source>
      <translation>Bearbeitet senden (Strg+Eingabe)</translation>
    </message>
  </context>
  <context>
    <name>ElementTable</name>
    <message>
      <source>Process diagram as a table</source>
      <translation>Prozessdiagramm als Tabelle</translation>
    </message>
  </context>
  <context>
    <name>ElementTableModel</name>
    <message>
      <source>Comes from</source>
      <translation>Kommt von</translation>
    </message>
    <message>
      <source>Element</source>
      <translation>Element</translation>
    </message>
    <message>
      <source>Goes to</source>
      <translation>Geht zu</translation>
    </message>
    <message>
      <source>Kind</source>
      <translation>Art</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Offen</translation>
    </message>
    <message>
      <source>Stands in</source>
      <translation>Steht in</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Zustand</translation>
    </message>
    <message>
      <source>Times</source>
      <translation>Male</translation>
    </message>
    <message>
      <source>Visits</source>
      <translation>Besuche</translation>
    </message>
  </context>
  <context>
    <name>EventDetail</name>
    <message>
      <source> (ad-hoc task)</source>
      <translation> (Ad-hoc-Aufgabe)</translation>
    </message>
    <message>
      <source>About</source>
      <translation>Zu</translation>
    </message>
    <message>
      <source>Comment on this event</source>
      <translation>Dieses Ereignis kommentieren</translation>
    </message>
    <message>
      <source>Comments</source>
      <translation>Kommentare</translation>
    </message>
    <message>
      <source>Handed to</source>
      <translation>Übergeben an</translation>
    </message>
    <message>
      <source>It is kept on this machine and goes to the shared database with the next sync.</source>
      <translation>Es bleibt auf diesem Rechner und geht mit dem nächsten Abgleich an die gemeinsame Datenbank.</translation>
    </message>
    <message>
      <source>More</source>
      <translation>Mehr</translation>
    </message>
    <message>
      <source>New</source>
      <translation>Neu</translation>
    </message>
    <message>
      <source>No event is selected. Choose one in the timeline, the table or the diagram.</source>
      <translation>Kein Ereignis ist ausgewählt. Wählen Sie eines in der Zeitachse, der Tabelle oder dem Diagramm.</translation>
    </message>
    <message>
      <source>Occurred</source>
      <translation>Geschehen</translation>
    </message>
    <message>
      <source>Old</source>
      <translation>Alt</translation>
    </message>
    <message>
      <source>Pin this event, or take the pin away</source>
      <translation>Dieses Ereignis anheften oder lösen</translation>
    </message>
    <message>
      <source>Queue</source>
      <translation>Arbeitskorb</translation>
    </message>
    <message>
      <source>Recorded</source>
      <translation>Vermerkt</translation>
    </message>
    <message>
      <source>Selected event</source>
      <translation>Ausgewähltes Ereignis</translation>
    </message>
    <message>
      <source>Side</source>
      <translation>Seite</translation>
    </message>
    <message>
      <source>Source</source>
      <translation>Quelle</translation>
    </message>
    <message>
      <source>Source record</source>
      <translation>Quelldatensatz</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>Schritt</translation>
    </message>
    <message>
      <source>Tag this event</source>
      <translation>Dieses Ereignis mit Schlagwort versehen</translation>
    </message>
    <message>
      <source>Tags</source>
      <translation>Schlagwörter</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>Text</translation>
    </message>
    <message>
      <source>Visible to</source>
      <translation>Sichtbar für</translation>
    </message>
    <message>
      <source>Who</source>
      <translation>Wer</translation>
    </message>
    <message>
      <source>Withheld</source>
      <translation>Zurückgehalten</translation>
    </message>
    <message>
      <source>Work item</source>
      <translation>Arbeitsposten</translation>
    </message>
    <message>
      <source>nobody named</source>
      <translation>niemand genannt</translation>
    </message>
    <message>
      <source>not yet</source>
      <translation>noch nicht</translation>
    </message>
    <message>
      <source>pinned</source>
      <translation>angeheftet</translation>
    </message>
    <message>
      <source>{pending}: not yet acknowledged</source>
      <translation>{pending}: noch nicht bestätigt</translation>
    </message>
  </context>
  <context>
    <name>EventTable</name>
    <message>
      <source>Events</source>
      <translation>Ereignisse</translation>
    </message>
  </context>
  <context>
    <name>EventTableModel</name>
    <message>
      <source>Comment, reason</source>
      <translation>Kommentar, Grund</translation>
    </message>
    <message>
      <source>Old → new</source>
      <translation>Alt → neu</translation>
    </message>
    <message>
      <source>Side</source>
      <translation>Seite</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>Schritt</translation>
    </message>
    <message>
      <source>What</source>
      <translation>Was</translation>
    </message>
    <message>
      <source>When</source>
      <translation>Wann</translation>
    </message>
    <message>
      <source>Who</source>
      <translation>Wer</translation>
    </message>
    <message>
      <source>not yet</source>
      <translation>noch nicht</translation>
    </message>
    <message>
      <source>occurred {occurred}
recorded {recorded}</source>
      <translation>geschehen {occurred}
vermerkt {recorded}</translation>
    </message>
  </context>
  <context>
    <name>Exports</name>
    <message>
      <source>Audit-trail report</source>
      <translation>Prüfbericht</translation>
    </message>
    <message>
      <source>Export again when you need it.</source>
      <translation>Exportieren Sie noch einmal, wenn Sie es brauchen.</translation>
    </message>
    <message>
      <source>For whom? It stands on the cover, and in the trail of the case.</source>
      <translation>Für wen? Das steht auf dem Deckblatt und im Verlauf des Vorgangs.</translation>
    </message>
    <message>
      <source>No case is chosen: open one, or select rows of the queue.</source>
      <translation>Kein Vorgang ist gewählt: öffnen Sie einen, oder wählen Sie Zeilen der Vorgangsliste.</translation>
    </message>
    <message>
      <source>Save as</source>
      <translation>Speichern unter</translation>
    </message>
    <message>
      <source>The case is on the clipboard</source>
      <translation>Der Vorgang ist in der Zwischenablage</translation>
    </message>
    <message>
      <source>The export was stopped; nothing was written.</source>
      <translation>Der Export wurde angehalten; nichts wurde geschrieben.</translation>
    </message>
    <message>
      <source>Writing the report ...</source>
      <translation>Bericht wird geschrieben ...</translation>
    </message>
    <message>
      <source>Writing {file}: {done} of {rows} rows - Ctrl+. stops</source>
      <translation>{file} wird geschrieben: {done} von {rows} Zeilen - Strg+. hält an</translation>
    </message>
    <message>
      <source>{file} is written</source>
      <translation>{file} ist geschrieben</translation>
    </message>
    <message>
      <source>{file} is written, with {count} cases</source>
      <translation>{file} ist geschrieben, Vorgänge: {count}</translation>
    </message>
  </context>
  <context>
    <name>FactsPanel</name>
    <message>
      <source>Compare</source>
      <translation>Vergleichen</translation>
    </message>
    <message>
      <source>Exits</source>
      <translation>Abweichungen</translation>
    </message>
    <message>
      <source>Facts</source>
      <translation>Angaben</translation>
    </message>
    <message>
      <source>Facts of the case</source>
      <translation>Angaben zum Vorgang</translation>
    </message>
    <message>
      <source>Feedback</source>
      <translation>Rückmeldungen</translation>
    </message>
    <message>
      <source>Fields</source>
      <translation>Felder</translation>
    </message>
    <message>
      <source>Reviews</source>
      <translation>Prüfungen</translation>
    </message>
    <message>
      <source>Tasks</source>
      <translation>Aufgaben</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>Zeit</translation>
    </message>
  </context>
  <context>
    <name>FieldPanel</name>
    <message>
      <source>Cases with the same value</source>
      <translation>Vorgänge mit demselben Wert</translation>
    </message>
    <message>
      <source>Fields</source>
      <translation>Felder</translation>
    </message>
    <message>
      <source>History of the field</source>
      <translation>Verlauf des Feldes</translation>
    </message>
    <message>
      <source>Show in the queue the cases whose field has this value now</source>
      <translation>In der Vorgangsliste die Vorgänge zeigen, deren Feld jetzt diesen Wert hat</translation>
    </message>
  </context>
  <context>
    <name>FiguresModel</name>
    <message>
      <source>Enter or a double click shows these cases: {words}</source>
      <translation>Eingabe oder Doppelklick zeigt diese Vorgänge: {words}</translation>
    </message>
  </context>
  <context>
    <name>FilterBar</name>
    <message>
      <source>Axis: calendar, business time, relative time</source>
      <translation>Achse: Kalender, Geschäftszeit, relative Zeit</translation>
    </message>
    <message>
      <source>Business events only</source>
      <translation>Nur geschäftliche Ereignisse</translation>
    </message>
    <message>
      <source>Business time: closed hours folded away</source>
      <translation>Geschäftszeit: Zeiten außerhalb sind eingeklappt</translation>
    </message>
    <message>
      <source>Calendar time</source>
      <translation>Kalenderzeit</translation>
    </message>
    <message>
      <source>Copy picture</source>
      <translation>Bild kopieren</translation>
    </message>
    <message>
      <source>Events on either side of each hit</source>
      <translation>Ereignisse beiderseits jedes Treffers</translation>
    </message>
    <message>
      <source>Filter by side, person, step, kind</source>
      <translation>Nach Seite, Person, Schritt, Art filtern</translation>
    </message>
    <message>
      <source>Filter events by text</source>
      <translation>Ereignisse nach Text filtern</translation>
    </message>
    <message>
      <source>Filter events: name, step, value, comment</source>
      <translation>Ereignisse filtern: Name, Schritt, Wert, Kommentar</translation>
    </message>
    <message>
      <source>From the selected event on</source>
      <translation>Ab dem ausgewählten Ereignis</translation>
    </message>
    <message>
      <source>Lane</source>
      <translation>Bahn</translation>
    </message>
    <message>
      <source>Long gaps folded away</source>
      <translation>Lange Lücken eingeklappt</translation>
    </message>
    <message>
      <source>Only pinned events</source>
      <translation>Nur angeheftete Ereignisse</translation>
    </message>
    <message>
      <source>Person</source>
      <translation>Person</translation>
    </message>
    <message>
      <source>Picture of the timeline</source>
      <translation>Bild der Zeitachse</translation>
    </message>
    <message>
      <source>Queue</source>
      <translation>Arbeitskorb</translation>
    </message>
    <message>
      <source>Save as PNG ...</source>
      <translation>Als PNG speichern ...</translation>
    </message>
    <message>
      <source>Save as SVG ...</source>
      <translation>Als SVG speichern ...</translation>
    </message>
    <message>
      <source>Show all events</source>
      <translation>Alle Ereignisse zeigen</translation>
    </message>
    <message>
      <source>Side</source>
      <translation>Seite</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>Schritt</translation>
    </message>
    <message>
      <source>Times from the selected event (R)</source>
      <translation>Zeiten ab dem ausgewählten Ereignis (R)</translation>
    </message>
    <message>
      <source>Type a name into the field for the others</source>
      <translation>Für die anderen einen Namen in das Feld eingeben</translation>
    </message>
    <message>
      <source>Up to the selected event</source>
      <translation>Bis zum ausgewählten Ereignis</translation>
    </message>
    <message>
      <source>What</source>
      <translation>Was</translation>
    </message>
    <message>
      <source>business only</source>
      <translation>nur geschäftlich</translation>
    </message>
    <message>
      <source>event</source>
      <translation>Ereignis</translation>
    </message>
    <message>
      <source>events</source>
      <translation>Ereignisse</translation>
    </message>
    <message>
      <source>from an event on</source>
      <translation>ab einem Ereignis</translation>
    </message>
    <message>
      <source>pinned</source>
      <translation>angeheftet</translation>
    </message>
    <message>
      <source>up to an event</source>
      <translation>bis zu einem Ereignis</translation>
    </message>
    <message>
      <source>{n} of {all}</source>
      <translation>{n} / {all}</translation>
    </message>
  </context>
  <context>
    <name>FilterLine</name>
    <message>
      <source>Filter the queue</source>
      <translation>Vorgangsliste filtern</translation>
    </message>
    <message>
      <source>Filter: words, or holder:ann step:"Verify identity" due&lt;2d -status:closed</source>
      <translation>Filter: Wörter, oder holder:ann step:"Verify identity" due&lt;2d -status:closed</translation>
    </message>
    <message>
      <source>What may come next in the filter</source>
      <translation>Was im Filter als Nächstes stehen kann</translation>
    </message>
    <message>
      <source>any current step</source>
      <translation>irgendein aktueller Schritt</translation>
    </message>
    <message>
      <source>at least one</source>
      <translation>mindestens eines</translation>
    </message>
    <message>
      <source>before a date</source>
      <translation>vor einem Tag</translation>
    </message>
    <message>
      <source>case number</source>
      <translation>Vorgangsnummer</translation>
    </message>
    <message>
      <source>cases that I follow</source>
      <translation>Vorgänge, die ich verfolge</translation>
    </message>
    <message>
      <source>client</source>
      <translation>Auftraggeber</translation>
    </message>
    <message>
      <source>contacts of the customer</source>
      <translation>Kontakte des Kunden</translation>
    </message>
    <message>
      <source>exits from the process</source>
      <translation>Abweichungen vom Prozess</translation>
    </message>
    <message>
      <source>from one day to another</source>
      <translation>von einem Tag bis zu einem anderen</translation>
    </message>
    <message>
      <source>from one length of time to another</source>
      <translation>von einer Dauer bis zu einer anderen</translation>
    </message>
    <message>
      <source>from one number to another</source>
      <translation>von einer Zahl bis zu einer anderen</translation>
    </message>
    <message>
      <source>from opening to now or to the end</source>
      <translation>von der Eröffnung bis jetzt oder bis zum Ende</translation>
    </message>
    <message>
      <source>hand-overs</source>
      <translation>Übergaben</translation>
    </message>
    <message>
      <source>how what was asked of the source system stands</source>
      <translation>wie es um das vom Quellsystem Erbetene steht</translation>
    </message>
    <message>
      <source>known</source>
      <translation>bekannt</translation>
    </message>
    <message>
      <source>left blank by the source</source>
      <translation>von der Quelle leer gelassen</translation>
    </message>
    <message>
      <source>less than two days</source>
      <translation>weniger als zwei Tage</translation>
    </message>
    <message>
      <source>more than 36 hours</source>
      <translation>mehr als 36 Stunden</translation>
    </message>
    <message>
      <source>none</source>
      <translation>keine</translation>
    </message>
    <message>
      <source>not known</source>
      <translation>nicht bekannt</translation>
    </message>
    <message>
      <source>nothing said</source>
      <translation>nichts gesagt</translation>
    </message>
    <message>
      <source>on this day</source>
      <translation>an diesem Tag</translation>
    </message>
    <message>
      <source>open ad-hoc tasks</source>
      <translation>offene Ad-hoc-Aufgaben</translation>
    </message>
    <message>
      <source>open, closed or cancelled</source>
      <translation>offen, geschlossen oder storniert</translation>
    </message>
    <message>
      <source>outcome</source>
      <translation>Ergebnis</translation>
    </message>
    <message>
      <source>person or queue that has it</source>
      <translation>Person oder Arbeitskorb, die ihn haben</translation>
    </message>
    <message>
      <source>priority</source>
      <translation>Priorität</translation>
    </message>
    <message>
      <source>process, by name or key</source>
      <translation>Prozess, nach Name oder Schlüssel</translation>
    </message>
    <message>
      <source>queue that holds it</source>
      <translation>Arbeitskorb, in dem er liegt</translation>
    </message>
    <message>
      <source>reference of the client</source>
      <translation>Referenz des Auftraggebers</translation>
    </message>
    <message>
      <source>side of who has it</source>
      <translation>Seite dessen, der ihn hat</translation>
    </message>
    <message>
      <source>since the end</source>
      <translation>seit dem Ende</translation>
    </message>
    <message>
      <source>since the last activity</source>
      <translation>seit der letzten Aktivität</translation>
    </message>
    <message>
      <source>since the opening</source>
      <translation>seit der Eröffnung</translation>
    </message>
    <message>
      <source>since when the holder has it</source>
      <translation>seit wann der Bearbeiter ihn hat</translation>
    </message>
    <message>
      <source>something known</source>
      <translation>etwas Bekanntes</translation>
    </message>
    <message>
      <source>state of the SLA</source>
      <translation>Zustand des SLA</translation>
    </message>
    <message>
      <source>the chips</source>
      <translation>die Knöpfe</translation>
    </message>
    <message>
      <source>the source cannot tell</source>
      <translation>die Quelle kann es nicht sagen</translation>
    </message>
    <message>
      <source>time left, or due date</source>
      <translation>Restzeit, oder Fälligkeit</translation>
    </message>
    <message>
      <source>times re-opened</source>
      <translation>wie oft wieder geöffnet</translation>
    </message>
    <message>
      <source>title</source>
      <translation>Titel</translation>
    </message>
    <message>
      <source>version of the process</source>
      <translation>Version des Prozesses</translation>
    </message>
    <message>
      <source>what it waits for</source>
      <translation>worauf er wartet</translation>
    </message>
    <message>
      <source>who uses this desk</source>
      <translation>wer diesen Arbeitsplatz benutzt</translation>
    </message>
    <message>
      <source>words that somebody said</source>
      <translation>Wörter, die jemand sagte</translation>
    </message>
  </context>
  <context>
    <name>FindBar</name>
    <message>
      <source>Find an element</source>
      <translation>Ein Element suchen</translation>
    </message>
    <message>
      <source>{at} of {n}</source>
      <translation>{at} von {n}</translation>
    </message>
    <message>
      <source>{n} found</source>
      <translation>{n} gefunden</translation>
    </message>
  </context>
  <context>
    <name>ForgottenPanel</name>
    <message>
      <source>&amp;Forgotten the passphrase?</source>
      <translation>Passphrase &amp;vergessen?</translation>
    </message>
    <message>
      <source>New passphrase, at least 10 characters</source>
      <translation>Neue Passphrase, mindestens 10 Zeichen</translation>
    </message>
    <message>
      <source>Nobody can open the local copy without it, and nobody can tell it to you. The cases are not lost: the shared database has them, and the next sync brings them again. What was written here and not sent yet is lost with it.

The files are put aside, not deleted: if the passphrase comes back to you, they can be put back.</source>
      <translation>Ohne sie kann niemand die lokale Kopie öffnen, und niemand kann sie Ihnen sagen. Die Vorgänge sind nicht verloren: die gemeinsame Datenbank hat sie, und der nächste Abgleich bringt sie wieder. Was hier geschrieben und noch nicht gesendet wurde, geht mit ihr verloren.

Die Dateien werden beiseitegelegt, nicht gelöscht: fällt Ihnen die Passphrase wieder ein, können sie zurückgelegt werden.</translation>
    </message>
    <message>
      <source>Once more</source>
      <translation>Noch einmal</translation>
    </message>
    <message>
      <source>Put the files aside and &amp;begin anew</source>
      <translation>Dateien beiseitelegen und &amp;neu beginnen</translation>
    </message>
    <message>
      <source>The box is not ticked.</source>
      <translation>Das Kästchen ist nicht angekreuzt.</translation>
    </message>
    <message>
      <source>The two passphrases differ; nothing was changed.</source>
      <translation>Die beiden Passphrasen sind verschieden; nichts wurde geändert.</translation>
    </message>
    <message>
      <source>Tick it if you know what is lost.</source>
      <translation>Kreuzen Sie es an, wenn Sie wissen, was verloren geht.</translation>
    </message>
    <message>
      <source>Type both again.</source>
      <translation>Geben Sie beide noch einmal ein.</translation>
    </message>
    <message>
      <source>What is not sent is lost: I &amp;know</source>
      <translation>Nicht Gesendetes geht verloren: das &amp;weiß ich</translation>
    </message>
  </context>
  <context>
    <name>Freshness</name>
    <message>
      <source>Data as of {when}</source>
      <translation>Datenstand {when}</translation>
    </message>
    <message>
      <source>The first load is still running.</source>
      <translation>Das erste Laden läuft noch.</translation>
    </message>
    <message>
      <source>The local copy has never agreed with the shared database.</source>
      <translation>Die lokale Kopie hat noch nie mit der gemeinsamen Datenbank übereingestimmt.</translation>
    </message>
    <message>
      <source>as of {when}, live</source>
      <translation>Stand {when}, live</translation>
    </message>
    <message>
      <source>as of {when}, sync failed</source>
      <translation>Stand {when}, Abgleich fehlgeschlagen</translation>
    </message>
    <message>
      <source>as of {when}, {age} old</source>
      <translation>Stand {when}, {age} alt</translation>
    </message>
    <message>
      <source>never synced</source>
      <translation>nie abgeglichen</translation>
    </message>
    <message>
      <source>partial, as of {when}</source>
      <translation>teilweise, Stand {when}</translation>
    </message>
  </context>
  <context>
    <name>GroupPanel</name>
    <message>
      <source>A case in several groups counts in each.</source>
      <translation>Ein Vorgang in mehreren Gruppen zählt in jeder.</translation>
    </message>
    <message>
      <source>Client</source>
      <translation>Auftraggeber</translation>
    </message>
    <message>
      <source>Close the groups</source>
      <translation>Gruppen schließen</translation>
    </message>
    <message>
      <source>Close the groups (Ctrl+G)</source>
      <translation>Gruppen schließen (Strg+G)</translation>
    </message>
    <message>
      <source>Current step</source>
      <translation>Aktueller Schritt</translation>
    </message>
    <message>
      <source>Due day</source>
      <translation>Tag der Fälligkeit</translation>
    </message>
    <message>
      <source>Group by</source>
      <translation>Gruppieren nach</translation>
    </message>
    <message>
      <source>Groups of the queue</source>
      <translation>Gruppen der Vorgangsliste</translation>
    </message>
    <message>
      <source>In whose hands</source>
      <translation>In wessen Händen</translation>
    </message>
    <message>
      <source>Only these cases</source>
      <translation>Nur diese Vorgänge</translation>
    </message>
    <message>
      <source>Process</source>
      <translation>Prozess</translation>
    </message>
    <message>
      <source>Show them on a timeline</source>
      <translation>Auf einer Zeitachse zeigen</translation>
    </message>
    <message>
      <source>Side</source>
      <translation>Seite</translation>
    </message>
    <message>
      <source>group</source>
      <translation>Gruppe</translation>
    </message>
    <message>
      <source>groups</source>
      <translation>Gruppen</translation>
    </message>
    <message>
      <source>listed case</source>
      <translation>gezeigter Vorgang</translation>
    </message>
    <message>
      <source>listed cases</source>
      <translation>gezeigte Vorgänge</translation>
    </message>
    <message>
      <source>{groups} of {cases}.</source>
      <translation>{groups}, {cases}.</translation>
    </message>
  </context>
  <context>
    <name>GroupTableModel</name>
    <message>
      <source>A click shows only these cases; Back (Alt+Left) takes that away</source>
      <translation>Ein Klick zeigt nur diese Vorgänge; Zurück (Alt+Links) hebt das auf</translation>
    </message>
    <message>
      <source>Cases</source>
      <translation>Vorgänge</translation>
    </message>
    <message>
      <source>Cases of the group among those that are listed</source>
      <translation>Vorgänge der Gruppe unter den gezeigten</translation>
    </message>
    <message>
      <source>Group</source>
      <translation>Gruppe</translation>
    </message>
    <message>
      <source>Half of the cases are younger</source>
      <translation>Die Hälfte der Vorgänge ist jünger</translation>
    </message>
    <message>
      <source>Median age</source>
      <translation>Alter (Median)</translation>
    </message>
    <message>
      <source>Nine of ten cases are no older</source>
      <translation>Neun von zehn Vorgängen sind nicht älter</translation>
    </message>
    <message>
      <source>Open, and the due time is over</source>
      <translation>Offen, und die Frist ist vorbei</translation>
    </message>
    <message>
      <source>Overdue</source>
      <translation>Überfällig</translation>
    </message>
    <message>
      <source>P90 age</source>
      <translation>Alter (P90)</translation>
    </message>
    <message>
      <source>nobody</source>
      <translation>niemand</translation>
    </message>
    <message>
      <source>none</source>
      <translation>keine</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>unbekannt</translation>
    </message>
    <message>
      <source>unnamed</source>
      <translation>ohne Namen</translation>
    </message>
    <message>
      <source>{side} (paused)</source>
      <translation>{side} (angehalten)</translation>
    </message>
  </context>
  <context>
    <name>HelpWindow</name>
    <message>
      <source>Filter words</source>
      <translation>Filterwörter</translation>
    </message>
    <message>
      <source>Keys</source>
      <translation>Tasten</translation>
    </message>
    <message>
      <source>Keys and filter words</source>
      <translation>Tasten und Filterwörter</translation>
    </message>
    <message>
      <source>as the chip does</source>
      <translation>wie der Knopf</translation>
    </message>
    <message>
      <source>asked of the source system, and nothing shows that it acted</source>
      <translation>vom Quellsystem erbeten, und nichts zeigt, dass es gehandelt hat</translation>
    </message>
    <message>
      <source>both words, in number, title, client, reference, step or holder</source>
      <translation>beide Wörter, in Nummer, Titel, Auftraggeber, Referenz, Schritt oder Bearbeiter</translation>
    </message>
    <message>
      <source>counts</source>
      <translation>Anzahlen</translation>
    </message>
    <message>
      <source>from and to; also numbers and days: opened:2026-05-01..2026-05-07</source>
      <translation>von und bis; auch Zahlen und Tage: opened:2026-05-01..2026-05-07</translation>
    </message>
    <message>
      <source>is exactly this</source>
      <translation>ist genau das</translation>
    </message>
    <message>
      <source>less than two days left; units w d h m s</source>
      <translation>weniger als zwei Tage übrig; Einheiten w d h m s (Wochen bis Sekunden)</translation>
    </message>
    <message>
      <source>no due date; any: some due date</source>
      <translation>keine Fälligkeit; any: irgendeine Fälligkeit</translation>
    </message>
    <message>
      <source>not</source>
      <translation>nicht</translation>
    </message>
    <message>
      <source>older</source>
      <translation>älter</translation>
    </message>
    <message>
      <source>one of several</source>
      <translation>eines von mehreren</translation>
    </message>
    <message>
      <source>one or the other</source>
      <translation>das eine oder das andere</translation>
    </message>
    <message>
      <source>the cases that I follow</source>
      <translation>die Vorgänge, die ich verfolge</translation>
    </message>
    <message>
      <source>the last event is longer ago</source>
      <translation>das letzte Ereignis ist länger her</translation>
    </message>
    <message>
      <source>the name contains it</source>
      <translation>der Name enthält es</translation>
    </message>
    <message>
      <source>words that somebody said; the last one may go on</source>
      <translation>Wörter, die jemand sagte; das letzte darf weitergehen</translation>
    </message>
  </context>
  <context>
    <name>JumpBox</name>
    <message>
      <source>Jump to a case</source>
      <translation>Zu einem Vorgang springen</translation>
    </message>
    <message>
      <source>Jump: case number, or words to filter by   (Ctrl+K)</source>
      <translation>Springen: Vorgangsnummer, oder Wörter zum Filtern   (Strg+K)</translation>
    </message>
    <message>
      <source>What the text may mean</source>
      <translation>Was der Text bedeuten kann</translation>
    </message>
  </context>
  <context>
    <name>JumpPlace</name>
    <message>
      <source>Case</source>
      <translation>Vorgang</translation>
    </message>
    <message>
      <source>Cases at step</source>
      <translation>Vorgänge im Schritt</translation>
    </message>
    <message>
      <source>Cases in</source>
      <translation>Vorgänge in</translation>
    </message>
    <message>
      <source>Cases of</source>
      <translation>Vorgänge von</translation>
    </message>
    <message>
      <source>Filter the queue by</source>
      <translation>Vorgangsliste filtern nach</translation>
    </message>
    <message>
      <source>Nearest number</source>
      <translation>Nächstliegende Nummer</translation>
    </message>
    <message>
      <source>No case, reference, person, step or text has this</source>
      <translation>Kein Vorgang, keine Referenz, keine Person, kein Schritt und kein Text hat das</translation>
    </message>
    <message>
      <source>Of what was said only the indexed part is searched so far</source>
      <translation>Von dem, was gesagt wurde, ist bisher nur ein Teil durchsuchbar</translation>
    </message>
    <message>
      <source>Pasted list</source>
      <translation>Eingefügte Liste</translation>
    </message>
    <message>
      <source>Reference of case</source>
      <translation>Referenz des Vorgangs</translation>
    </message>
    <message>
      <source>Said in case</source>
      <translation>Gesagt im Vorgang</translation>
    </message>
    <message>
      <source>Searching what was said ...</source>
      <translation>Gesagtes wird durchsucht ...</translation>
    </message>
    <message>
      <source>The chip "Not found" copies all of them.</source>
      <translation>Der Knopf „Nicht gefunden“ kopiert alle.</translation>
    </message>
    <message>
      <source>The queue is still being read</source>
      <translation>Die Vorgangsliste wird noch gelesen</translation>
    </message>
    <message>
      <source>What was said cannot be searched now</source>
      <translation>Was gesagt wurde, kann gerade nicht durchsucht werden</translation>
    </message>
    <message>
      <source>{missing} of {all} numbers are of no case here: {numbers}</source>
      <translation>{missing} von {all} Nummern hat hier kein Vorgang: {numbers}</translation>
    </message>
  </context>
  <context>
    <name>LanguagePlace</name>
    <message>
      <source>As the system</source>
      <translation>Wie das System</translation>
    </message>
    <message>
      <source>The desk speaks {language} from its next start on.</source>
      <translation>Ab dem nächsten Start spricht der Arbeitsplatz {language}.</translation>
    </message>
    <message>
      <source>The language is set by the administrator's policy.</source>
      <translation>Die Sprache ist durch die Richtlinie der Verwaltung festgelegt.</translation>
    </message>
    <message>
      <source>the language of the system</source>
      <translation>die Sprache des Systems</translation>
    </message>
  </context>
  <context>
    <name>LeasePlace</name>
    <message>
      <source>Then the cases of this copy are locked until it has been synced: {when}</source>
      <translation>Dann werden die Vorgänge dieser Kopie gesperrt, bis sie abgeglichen ist: {when}</translation>
    </message>
    <message>
      <source>usable without contact until {when} ({left})</source>
      <translation>ohne Verbindung nutzbar bis {when} ({left})</translation>
    </message>
  </context>
  <context>
    <name>LinuxLock</name>
    <message>
      <source> and </source>
      <translation> und </translation>
    </message>
    <message>
      <source>logind knows no session of this program</source>
      <translation>logind kennt keine Sitzung dieses Programms</translation>
    </message>
    <message>
      <source>no screen saver says when it is active</source>
      <translation>kein Bildschirmschoner sagt, wann er läuft</translation>
    </message>
    <message>
      <source>there is no session bus</source>
      <translation>es gibt keinen Sitzungsbus</translation>
    </message>
    <message>
      <source>there is no system bus</source>
      <translation>es gibt keinen Systembus</translation>
    </message>
  </context>
  <context>
    <name>LockPlace</name>
    <message>
      <source>It locks by itself after {n} idle minutes</source>
      <translation>Er sperrt sich selbst nach {n} Minuten ohne Eingabe</translation>
    </message>
    <message>
      <source>It never locks by itself: lock_after_minutes is 0</source>
      <translation>Er sperrt sich nie selbst: lock_after_minutes ist 0</translation>
    </message>
    <message>
      <source>Lock the desk</source>
      <translation>Arbeitsplatz sperren</translation>
    </message>
    <message>
      <source>Lock the desk (Ctrl+L)</source>
      <translation>Arbeitsplatz sperren (Strg+L)</translation>
    </message>
    <message>
      <source>Locks with the system: no, because {why}</source>
      <translation>Sperrt sich mit dem System: nein, denn {why}</translation>
    </message>
    <message>
      <source>Locks with the system: no, lock_with_system is off</source>
      <translation>Sperrt sich mit dem System: nein, lock_with_system ist aus</translation>
    </message>
    <message>
      <source>Locks with the system: yes</source>
      <translation>Sperrt sich mit dem System: ja</translation>
    </message>
  </context>
  <context>
    <name>LockScreen</name>
    <message>
      <source>&amp;Open</source>
      <translation>Ö&amp;ffnen</translation>
    </message>
    <message>
      <source>&amp;Unlock</source>
      <translation>&amp;Entsperren</translation>
    </message>
    <message>
      <source>Anybody at this machine can unlock it ({key}): lock the system as well when you leave.</source>
      <translation>Jeder an diesem Rechner kann ihn entsperren ({key}): sperren Sie auch das System, wenn Sie gehen.</translation>
    </message>
    <message>
      <source>Cases are off the screen, the local copy is closed and the sync rests.</source>
      <translation>Die Vorgänge sind vom Bildschirm, die lokale Kopie ist geschlossen, und der Abgleich ruht.</translation>
    </message>
    <message>
      <source>Its key is kept under your passphrase; nothing of it is read before. Type the passphrase to start.</source>
      <translation>Ihr Schlüssel liegt unter Ihrer Passphrase; vorher wird nichts von ihr gelesen. Geben Sie die Passphrase ein, um zu beginnen.</translation>
    </message>
    <message>
      <source>Passphrase</source>
      <translation>Passphrase</translation>
    </message>
    <message>
      <source>Passphrase of the local copy</source>
      <translation>Passphrase der lokalen Kopie</translation>
    </message>
    <message>
      <source>The desk is locked</source>
      <translation>Der Arbeitsplatz ist gesperrt</translation>
    </message>
    <message>
      <source>The key is in the key store of this system: lock the system as well when you leave.</source>
      <translation>Der Schlüssel liegt im Schlüsselspeicher dieses Systems: sperren Sie auch das System, wenn Sie gehen.</translation>
    </message>
    <message>
      <source>The local copy is closed</source>
      <translation>Die lokale Kopie ist geschlossen</translation>
    </message>
    <message>
      <source>Type the passphrase to go on.</source>
      <translation>Geben Sie die Passphrase ein, um weiterzumachen.</translation>
    </message>
    <message>
      <source>bpo_desk</source>
      <translation>bpo_desk</translation>
    </message>
    <message>
      <source>bpo_desk is locked</source>
      <translation>bpo_desk ist gesperrt</translation>
    </message>
  </context>
  <context>
    <name>MacLock</name>
    <message>
      <source>the frameworks of macOS cannot be loaded</source>
      <translation>die Bibliotheken von macOS können nicht geladen werden</translation>
    </message>
  </context>
  <context>
    <name>MappingPanel</name>
    <message>
      <source>By id or name</source>
      <translation>Nach Kennung oder Name</translation>
    </message>
    <message>
      <source>Element that the step stands for</source>
      <translation>Element, für das der Schritt steht</translation>
    </message>
    <message>
      <source>No case of this version names a step yet.</source>
      <translation>Noch kein Vorgang dieser Version nennt einen Schritt.</translation>
    </message>
    <message>
      <source>Not on the diagram</source>
      <translation>Nicht im Diagramm</translation>
    </message>
    <message>
      <source>Pick on the diagram</source>
      <translation>Im Diagramm wählen</translation>
    </message>
    <message>
      <source>Steps of the log, unmapped ones first</source>
      <translation>Schritte des Protokolls, nicht zugeordnete zuerst</translation>
    </message>
    <message>
      <source>Take back: {step}</source>
      <translation>Zurücknehmen: {step}</translation>
    </message>
    <message>
      <source>There is no process definition to map the steps of the log to.</source>
      <translation>Es gibt keine Prozessdefinition, der die Schritte des Protokolls zugeordnet werden können.</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>Rückgängig</translation>
    </message>
    <message>
      <source>{step} is</source>
      <translation>{step} ist</translation>
    </message>
  </context>
  <context>
    <name>MappingTableModel</name>
    <message>
      <source>Because</source>
      <translation>Weil</translation>
    </message>
    <message>
      <source>Cases</source>
      <translation>Vorgänge</translation>
    </message>
    <message>
      <source>Element of the diagram</source>
      <translation>Element des Diagramms</translation>
    </message>
    <message>
      <source>Enter or a double click shows these cases</source>
      <translation>Eingabe oder Doppelklick zeigt diese Vorgänge</translation>
    </message>
    <message>
      <source>Events</source>
      <translation>Ereignisse</translation>
    </message>
    <message>
      <source>Step of the log</source>
      <translation>Schritt des Protokolls</translation>
    </message>
    <message>
      <source>by hand</source>
      <translation>von Hand</translation>
    </message>
    <message>
      <source>by hand: not on the diagram</source>
      <translation>von Hand: nicht im Diagramm</translation>
    </message>
    <message>
      <source>same id</source>
      <translation>gleiche Kennung</translation>
    </message>
    <message>
      <source>same name</source>
      <translation>gleicher Name</translation>
    </message>
    <message>
      <source>unmapped: no element has this id or name</source>
      <translation>nicht zugeordnet: kein Element hat diese Kennung oder diesen Namen</translation>
    </message>
    <message>
      <source>{why} (not sent yet)</source>
      <translation>{why} (noch nicht gesendet)</translation>
    </message>
    <message>
      <source>{why}, {who}</source>
      <translation>{why}, {who}</translation>
    </message>
  </context>
  <context>
    <name>MomentSlider</name>
    <message>
      <source>As of</source>
      <translation>Stand vom</translation>
    </message>
    <message>
      <source>Live</source>
      <translation>Live</translation>
    </message>
    <message>
      <source>One step back  [</source>
      <translation>Einen Schritt zurück  [</translation>
    </message>
    <message>
      <source>One step on  ]</source>
      <translation>Einen Schritt weiter  ]</translation>
    </message>
    <message>
      <source>Show the case as it is now</source>
      <translation>Den Vorgang zeigen, wie er jetzt ist</translation>
    </message>
    <message>
      <source>as it is now</source>
      <translation>wie es jetzt ist</translation>
    </message>
    <message>
      <source>before the first event</source>
      <translation>vor dem ersten Ereignis</translation>
    </message>
    <message>
      <source>step {k} of {n}</source>
      <translation>Schritt {k} von {n}</translation>
    </message>
  </context>
  <context>
    <name>Notice</name>
    <message>
      <source>Close this notice</source>
      <translation>Diese Meldung schließen</translation>
    </message>
    <message>
      <source>Close this notice (Esc)</source>
      <translation>Diese Meldung schließen (Esc)</translation>
    </message>
  </context>
  <context>
    <name>NoticeList</name>
    <message>
      <source>Also on the desktop</source>
      <translation>Auch auf dem Schreibtisch des Systems</translation>
    </message>
    <message>
      <source>Clear</source>
      <translation>Leeren</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>Nothing has happened to the cases that you follow since the desk was opened. Told are hand-offs, the risk of a breach, exits from the process and comments of the client.</source>
      <translation>Mit den Vorgängen, die Sie verfolgen, ist nichts geschehen, seit der Arbeitsplatz geöffnet wurde. Gemeldet werden Übergaben, drohende Fristverletzungen, Abweichungen vom Prozess und Kommentare des Auftraggebers.</translation>
    </message>
    <message>
      <source>Notices</source>
      <translation>Meldungen</translation>
    </message>
    <message>
      <source>Notices of followed cases</source>
      <translation>Meldungen zu verfolgten Vorgängen</translation>
    </message>
  </context>
  <context>
    <name>NoticesPlace</name>
    <message>
      <source>What happened to the cases that you follow</source>
      <translation>Was mit den Vorgängen geschah, die Sie verfolgen</translation>
    </message>
    <message>
      <source>notice</source>
      <translation>Meldung</translation>
    </message>
    <message>
      <source>notices</source>
      <translation>Meldungen</translation>
    </message>
  </context>
  <context>
    <name>OverviewStrip</name>
    <message>
      <source>Overview: the part of the timeline in view</source>
      <translation>Übersicht: der sichtbare Teil der Zeitachse</translation>
    </message>
    <message>
      <source>overview</source>
      <translation>Übersicht</translation>
    </message>
  </context>
  <context>
    <name>PathTableModel</name>
    <message>
      <source>Cases</source>
      <translation>Vorgänge</translation>
    </message>
    <message>
      <source>Median time</source>
      <translation>Zeit (Median)</translation>
    </message>
    <message>
      <source>Path</source>
      <translation>Weg</translation>
    </message>
    <message>
      <source>Share</source>
      <translation>Anteil</translation>
    </message>
    <message>
      <source>end</source>
      <translation>Ende</translation>
    </message>
    <message>
      <source>under way</source>
      <translation>unterwegs</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>unbekannt</translation>
    </message>
  </context>
  <context>
    <name>PeekPane</name>
    <message>
      <source>Close (Space or Esc)</source>
      <translation>Schließen (Leertaste oder Esc)</translation>
    </message>
    <message>
      <source>Close the peek</source>
      <translation>Kurzblick schließen</translation>
    </message>
    <message>
      <source>Last events</source>
      <translation>Letzte Ereignisse</translation>
    </message>
  </context>
  <context>
    <name>PeekPlace</name>
    <message>
      <source>No row is chosen.</source>
      <translation>Keine Zeile ist gewählt.</translation>
    </message>
  </context>
  <context>
    <name>PeriodBar</name>
    <message>
      <source>All lanes in view</source>
      <translation>Alle Bahnen im Blick</translation>
    </message>
    <message>
      <source>Back to the queue (Esc)</source>
      <translation>Zurück zur Vorgangsliste (Esc)</translation>
    </message>
    <message>
      <source>Day</source>
      <translation>Tag</translation>
    </message>
    <message>
      <source>Length of the period</source>
      <translation>Länge des Zeitraums</translation>
    </message>
    <message>
      <source>Month</source>
      <translation>Monat</translation>
    </message>
    <message>
      <source>Show these cases in the queue</source>
      <translation>Diese Vorgänge in der Vorgangsliste zeigen</translation>
    </message>
    <message>
      <source>The period after (Ctrl+PgDown)</source>
      <translation>Der Zeitraum danach (Strg+Bild ab)</translation>
    </message>
    <message>
      <source>The period before (Ctrl+PgUp)</source>
      <translation>Der Zeitraum davor (Strg+Bild auf)</translation>
    </message>
    <message>
      <source>Week</source>
      <translation>Woche</translation>
    </message>
    <message>
      <source>all of the queue</source>
      <translation>die ganze Vorgangsliste</translation>
    </message>
    <message>
      <source>as of {when}</source>
      <translation>Stand {when}</translation>
    </message>
    <message>
      <source>case</source>
      <translation>Vorgang</translation>
    </message>
    <message>
      <source>cases</source>
      <translation>Vorgänge</translation>
    </message>
    <message>
      <source>event</source>
      <translation>Ereignis</translation>
    </message>
    <message>
      <source>events</source>
      <translation>Ereignisse</translation>
    </message>
    <message>
      <source>{events} of {cases}</source>
      <translation>{events}, {cases}</translation>
    </message>
    <message>
      <source>{figures} in {period}</source>
      <translation>{figures} im Zeitraum {period}</translation>
    </message>
  </context>
  <context>
    <name>ProcessBar</name>
    <message>
      <source> (flows of the first {n})</source>
      <translation> (Flüsse der ersten {n})</translation>
    </message>
    <message>
      <source> (flows of the first {n}, reading on)</source>
      <translation> (Flüsse der ersten {n}, wird weiter gelesen)</translation>
    </message>
    <message>
      <source>All cases</source>
      <translation>Alle Vorgänge</translation>
    </message>
    <message>
      <source>Cases</source>
      <translation>Vorgänge</translation>
    </message>
    <message>
      <source>Colour by</source>
      <translation>Färben nach</translation>
    </message>
    <message>
      <source>Colour the steps by: {figure}</source>
      <translation>Schritte färben nach: {figure}</translation>
    </message>
    <message>
      <source>Follow no more paths</source>
      <translation>Keinen weiteren Wegen folgen</translation>
    </message>
    <message>
      <source>From the most common path to all</source>
      <translation>Vom häufigsten Weg bis zu allen</translation>
    </message>
    <message>
      <source>Most common path</source>
      <translation>Häufigster Weg</translation>
    </message>
    <message>
      <source>No paths are recorded</source>
      <translation>Keine Wege sind vermerkt</translation>
    </message>
    <message>
      <source>Overdue</source>
      <translation>Überfällig</translation>
    </message>
    <message>
      <source>Process</source>
      <translation>Prozess</translation>
    </message>
    <message>
      <source>Show these cases in the queue</source>
      <translation>Diese Vorgänge in der Vorgangsliste zeigen</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Anhalten</translation>
    </message>
    <message>
      <source>Time there</source>
      <translation>Zeit dort</translation>
    </message>
    <message>
      <source>Version of the process</source>
      <translation>Version des Prozesses</translation>
    </message>
    <message>
      <source>all</source>
      <translation>alle</translation>
    </message>
    <message>
      <source>all versions ({cases} cases, {open} open)</source>
      <translation>alle Versionen ({cases} Vorgänge, {open} offen)</translation>
    </message>
    <message>
      <source>unnamed</source>
      <translation>ohne Namen</translation>
    </message>
    <message>
      <source>version {version} ({cases} cases, {open} open)</source>
      <translation>Version {version} ({cases} Vorgänge, {open} offen)</translation>
    </message>
    <message>
      <source>{n} open cases</source>
      <translation>{n} offene Vorgänge</translation>
    </message>
    <message>
      <source>{paths} of {all} paths, {share} of {cases} cases</source>
      <translation>{paths} von {all} Wegen, {share} von {cases} Vorgängen</translation>
    </message>
  </context>
  <context>
    <name>ProcessScreen</name>
    <message>
      <source>Click the element of the diagram that “{step}” stands for; the button again ends this.</source>
      <translation>Klicken Sie auf das Element des Diagramms, für das „{step}“ steht; der Knopf beendet das wieder.</translation>
    </message>
    <message>
      <source>Compare</source>
      <translation>Vergleichen</translation>
    </message>
    <message>
      <source>Conformance</source>
      <translation>Konformität</translation>
    </message>
    <message>
      <source>Left: {a}. Right: {b}. Equal colours are equal figures.</source>
      <translation>Links: {a}. Rechts: {b}. Gleiche Farben sind gleiche Zahlen.</translation>
    </message>
    <message>
      <source>Mapping</source>
      <translation>Zuordnung</translation>
    </message>
    <message>
      <source>Mapping ({n} unmapped)</source>
      <translation>Zuordnung ({n} offen)</translation>
    </message>
    <message>
      <source>No process is shown yet.</source>
      <translation>Noch wird kein Prozess gezeigt.</translation>
    </message>
    <message>
      <source>Path {n} of {process}</source>
      <translation>Weg {n} von {process}</translation>
    </message>
    <message>
      <source>Paths</source>
      <translation>Wege</translation>
    </message>
    <message>
      <source>Paths, the most common first</source>
      <translation>Wege, der häufigste zuerst</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>Schritte</translation>
    </message>
    <message>
      <source>Steps with their cases</source>
      <translation>Schritte mit ihren Vorgängen</translation>
    </message>
    <message>
      <source>all cases</source>
      <translation>alle Vorgänge</translation>
    </message>
    <message>
      <source>{n} late</source>
      <translation>{n} spät</translation>
    </message>
    <message>
      <source>{process}: cases that reached {step}</source>
      <translation>{process}: Vorgänge, die {step} erreicht haben</translation>
    </message>
    <message>
      <source>{process}: {flow}</source>
      <translation>{process}: {flow}</translation>
    </message>
  </context>
  <context>
    <name>QueueScreen</name>
    <message>
      <source>Choose columns</source>
      <translation>Spalten wählen</translation>
    </message>
    <message>
      <source>Group and count (Ctrl+G)</source>
      <translation>Gruppieren und zählen (Strg+G)</translation>
    </message>
    <message>
      <source>Look at the connection</source>
      <translation>Verbindung ansehen</translation>
    </message>
    <message>
      <source>The queue as it was at a moment (Ctrl+H)</source>
      <translation>Die Vorgangsliste zu einem früheren Zeitpunkt (Strg+H)</translation>
    </message>
    <message>
      <source>Words are found in what is indexed so far; the next syncs go on.</source>
      <translation>Wörter werden in dem gefunden, was bisher durchsuchbar ist; die nächsten Abgleiche machen weiter.</translation>
    </message>
    <message>
      <source>reading the queue</source>
      <translation>Vorgangsliste wird gelesen</translation>
    </message>
  </context>
  <context>
    <name>QueueTable</name>
    <message>
      <source>Work queue</source>
      <translation>Vorgangsliste</translation>
    </message>
  </context>
  <context>
    <name>QueueTableModel</name>
    <message>
      <source>Click sorts, Shift and click adds a sort, right click chooses columns.</source>
      <translation>Ein Klick sortiert, Umschalt und Klick sortiert zusätzlich, ein Rechtsklick wählt Spalten.</translation>
    </message>
  </context>
  <context>
    <name>ResultTable</name>
    <message>
      <source>What became of it, case by case</source>
      <translation>Was daraus wurde, Vorgang für Vorgang</translation>
    </message>
  </context>
  <context>
    <name>ResultTableModel</name>
    <message>
      <source>Case</source>
      <translation>Vorgang</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Zustand</translation>
    </message>
    <message>
      <source>What was written</source>
      <translation>Was geschrieben wurde</translation>
    </message>
    <message>
      <source>Why</source>
      <translation>Warum</translation>
    </message>
  </context>
  <context>
    <name>ReviewPanel</name>
    <message>
      <source>&amp;Submit (Ctrl+Enter)</source>
      <translation>Ein&amp;reichen (Strg+Eingabe)</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>Draft, kept {when} by {who}.</source>
      <translation>Entwurf, abgelegt {when} von {who}.</translation>
    </message>
    <message>
      <source>Findings, one a line</source>
      <translation>Befunde, einer je Zeile</translation>
    </message>
    <message>
      <source>It waits to be sent.</source>
      <translation>Es wartet auf das Senden.</translation>
    </message>
    <message>
      <source>Keep the &amp;draft</source>
      <translation>Ent&amp;wurf behalten</translation>
    </message>
    <message>
      <source>Nothing is kept yet. A draft is seen by reviewers alone, what is submitted is in the log.</source>
      <translation>Noch ist nichts abgelegt. Einen Entwurf sehen nur Prüfer; was eingereicht ist, steht im Protokoll.</translation>
    </message>
    <message>
      <source>Review of the case</source>
      <translation>Prüfung des Vorgangs</translation>
    </message>
    <message>
      <source>Revised {when} by {who}.</source>
      <translation>Überarbeitet {when} von {who}.</translation>
    </message>
    <message>
      <source>Score</source>
      <translation>Punktzahl</translation>
    </message>
    <message>
      <source>Submitted {when} by {who}.</source>
      <translation>Eingereicht {when} von {who}.</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>Text</translation>
    </message>
    <message>
      <source>What is typed is not kept yet. Keep it, or close again to drop it.</source>
      <translation>Das Eingegebene ist noch nicht abgelegt. Behalten Sie es, oder schließen Sie noch einmal, um es zu verwerfen.</translation>
    </message>
    <message>
      <source>Write a score, a finding or a text first.</source>
      <translation>Geben Sie zuerst eine Punktzahl, einen Befund oder einen Text ein.</translation>
    </message>
    <message>
      <source>somebody</source>
      <translation>jemand</translation>
    </message>
    <message>
      <source>{number}: review by {who}, round {n}</source>
      <translation>{number}: Prüfung durch {who}, Runde {n}</translation>
    </message>
  </context>
  <context>
    <name>ReviewPlace</name>
    <message>
      <source>Open a case, or select one row of the queue, to review it.</source>
      <translation>Öffnen Sie einen Vorgang, oder wählen Sie eine Zeile der Vorgangsliste, um ihn zu prüfen.</translation>
    </message>
  </context>
  <context>
    <name>SamplePanel</name>
    <message>
      <source> and {n} more</source>
      <translation> und {n} weitere</translation>
    </message>
    <message>
      <source>(all cases)</source>
      <translation>(alle Vorgänge)</translation>
    </message>
    <message>
      <source>1  Freeze the cases</source>
      <translation>1  Vorgänge einfrieren</translation>
    </message>
    <message>
      <source>2  Draw</source>
      <translation>2  Ziehen</translation>
    </message>
    <message>
      <source>3  Keep and walk</source>
      <translation>3  Behalten und durchgehen</translation>
    </message>
    <message>
      <source>A sample to review</source>
      <translation>Stichprobe zur Prüfung</translation>
    </message>
    <message>
      <source>Drawn cases</source>
      <translation>Gezogene Vorgänge</translation>
    </message>
    <message>
      <source>Freeze the cases first, then name the seed.</source>
      <translation>Frieren Sie zuerst die Vorgänge ein, dann nennen Sie den Startwert.</translation>
    </message>
    <message>
      <source>How</source>
      <translation>Wie</translation>
    </message>
    <message>
      <source>N</source>
      <translation>N</translation>
    </message>
    <message>
      <source>N in all, by holder in proportion</source>
      <translation>N insgesamt, anteilig nach Bearbeiter</translation>
    </message>
    <message>
      <source>N in all, by step in proportion</source>
      <translation>N insgesamt, anteilig nach Schritt</translation>
    </message>
    <message>
      <source>N of each holder</source>
      <translation>N je Bearbeiter</translation>
    </message>
    <message>
      <source>N of each step</source>
      <translation>N je Schritt</translation>
    </message>
    <message>
      <source>Sample {sample}: {cases} drawn. Kept, it stands in the log of each of them.</source>
      <translation>Stichprobe {sample}: {cases} gezogen. Behalten steht sie im Protokoll jedes dieser Vorgänge.</translation>
    </message>
    <message>
      <source>Samples that were drawn</source>
      <translation>Gezogene Stichproben</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>Startwert</translation>
    </message>
    <message>
      <source>Walk</source>
      <translation>Durchgehen</translation>
    </message>
    <message>
      <source>case</source>
      <translation>Vorgang</translation>
    </message>
    <message>
      <source>cases</source>
      <translation>Vorgänge</translation>
    </message>
    <message>
      <source>fixed after the freeze, by neither side: a date and the client's number</source>
      <translation>nach dem Einfrieren von keiner Seite festgelegt: ein Datum und die Zahl des Auftraggebers</translation>
    </message>
    <message>
      <source>none</source>
      <translation>keine</translation>
    </message>
    <message>
      <source>simple: N of all</source>
      <translation>einfach: N von allen</translation>
    </message>
    <message>
      <source>{engagement}: the cases of the filter  {where}</source>
      <translation>{engagement}: die Vorgänge des Filters  {where}</translation>
    </message>
    <message>
      <source>{engagement}: {cases} frozen as of {as_of}, as known at {known}
Filter: {where}
Digest: {digest}</source>
      <translation>{engagement}: {cases} eingefroren mit Stand {as_of}, bekannt am {known}
Filter: {where}
Prüfsumme: {digest}</translation>
    </message>
    <message>
      <source>{name} {n} of {all}</source>
      <translation>{name} {n} von {all}</translation>
    </message>
    <message>
      <source>{n} of {all}</source>
      <translation>{n} von {all}</translation>
    </message>
    <message>
      <source>{sample}: {cases}, drawn {when}</source>
      <translation>{sample}: {cases}, gezogen {when}</translation>
    </message>
  </context>
  <context>
    <name>SamplePlace</name>
    <message>
      <source>A pasted list or the past is no filter: show the queue of now by chips and filter, then draw.</source>
      <translation>Eine eingefügte Liste oder die Vergangenheit ist kein Filter: zeigen Sie die Vorgänge von jetzt mit Knöpfen und Filter, dann ziehen Sie.</translation>
    </message>
    <message>
      <source>Sample {name}</source>
      <translation>Stichprobe {name}</translation>
    </message>
    <message>
      <source>{n} of the drawn cases are not in the local copy (any more).</source>
      <translation>{n} der gezogenen Vorgänge sind nicht (mehr) in der lokalen Kopie.</translation>
    </message>
  </context>
  <context>
    <name>StepList</name>
    <message>
      <source>Address</source>
      <translation>Adresse</translation>
    </message>
    <message>
      <source>Certificate</source>
      <translation>Zertifikat</translation>
    </message>
    <message>
      <source>Clock</source>
      <translation>Uhr</translation>
    </message>
    <message>
      <source>Encryption</source>
      <translation>Verschlüsselung</translation>
    </message>
    <message>
      <source>Engagements</source>
      <translation>Aufträge</translation>
    </message>
    <message>
      <source>File</source>
      <translation>Datei</translation>
    </message>
    <message>
      <source>Login</source>
      <translation>Anmeldung</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>Password bound</source>
      <translation>Passwort gebunden</translation>
    </message>
    <message>
      <source>Port</source>
      <translation>Port</translation>
    </message>
    <message>
      <source>Round trip</source>
      <translation>Umlaufzeit</translation>
    </message>
    <message>
      <source>Steps of the test</source>
      <translation>Schritte des Tests</translation>
    </message>
    <message>
      <source>Tables</source>
      <translation>Tabellen</translation>
    </message>
    <message>
      <source>failed</source>
      <translation>fehlgeschlagen</translation>
    </message>
    <message>
      <source>look at this</source>
      <translation>bitte ansehen</translation>
    </message>
    <message>
      <source>looking</source>
      <translation>wird angesehen</translation>
    </message>
    <message>
      <source>not looked at</source>
      <translation>nicht angesehen</translation>
    </message>
    <message>
      <source>not yet</source>
      <translation>noch nicht</translation>
    </message>
    <message>
      <source>well</source>
      <translation>gut</translation>
    </message>
  </context>
  <context>
    <name>StepTableModel</name>
    <message>
      <source>Cases, open or over, that came to the step on one of the paths shown</source>
      <translation>Vorgänge, offen oder vorbei, die den Schritt auf einem der gezeigten Wege erreichten</translation>
    </message>
    <message>
      <source>Median time there</source>
      <translation>Zeit dort (Median)</translation>
    </message>
    <message>
      <source>Open cases</source>
      <translation>Offene Vorgänge</translation>
    </message>
    <message>
      <source>Open on other versions</source>
      <translation>Offen in anderen Versionen</translation>
    </message>
    <message>
      <source>Overdue</source>
      <translation>Überfällig</translation>
    </message>
    <message>
      <source>Reached by</source>
      <translation>Erreicht von</translation>
    </message>
    <message>
      <source>Show these cases in the queue</source>
      <translation>Diese Vorgänge in der Vorgangsliste zeigen</translation>
    </message>
    <message>
      <source>Show these cases in the queue: {filter}</source>
      <translation>Diese Vorgänge in der Vorgangsliste zeigen: {filter}</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>Schritt</translation>
    </message>
    <message>
      <source>The diagram has no such step.</source>
      <translation>Das Diagramm hat keinen solchen Schritt.</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>unbekannt</translation>
    </message>
    <message>
      <source>{step} (not on the diagram)</source>
      <translation>{step} (nicht im Diagramm)</translation>
    </message>
  </context>
  <context>
    <name>SyncPanel</name>
    <message>
      <source>Ask the shared database now (F5)</source>
      <translation>Die gemeinsame Datenbank jetzt fragen (F5)</translation>
    </message>
    <message>
      <source>Case</source>
      <translation>Vorgang</translation>
    </message>
    <message>
      <source>Cases</source>
      <translation>Vorgänge</translation>
    </message>
    <message>
      <source>Close (Esc)</source>
      <translation>Schließen (Esc)</translation>
    </message>
    <message>
      <source>Close the sync panel</source>
      <translation>Abgleich schließen</translation>
    </message>
    <message>
      <source>Connection</source>
      <translation>Verbindung</translation>
    </message>
    <message>
      <source>Copy its text</source>
      <translation>Seinen Text kopieren</translation>
    </message>
    <message>
      <source>Data as of</source>
      <translation>Datenstand</translation>
    </message>
    <message>
      <source>Engagement</source>
      <translation>Auftrag</translation>
    </message>
    <message>
      <source>Engagements</source>
      <translation>Aufträge</translation>
    </message>
    <message>
      <source>Events</source>
      <translation>Ereignisse</translation>
    </message>
    <message>
      <source>Local copy</source>
      <translation>Lokale Kopie</translation>
    </message>
    <message>
      <source>Look at the way to the shared database, or name another</source>
      <translation>Den Weg zur gemeinsamen Datenbank ansehen, oder eine andere nennen</translation>
    </message>
    <message>
      <source>Open the case</source>
      <translation>Vorgang öffnen</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Zustand</translation>
    </message>
    <message>
      <source>Sync</source>
      <translation>Abgleich</translation>
    </message>
    <message>
      <source>Sync now</source>
      <translation>Jetzt abgleichen</translation>
    </message>
    <message>
      <source>Take note, remove</source>
      <translation>Zur Kenntnis nehmen, entfernen</translation>
    </message>
    <message>
      <source>What</source>
      <translation>Was</translation>
    </message>
    <message>
      <source>Why</source>
      <translation>Warum</translation>
    </message>
    <message>
      <source>Written</source>
      <translation>Geschrieben</translation>
    </message>
    <message>
      <source>Written here</source>
      <translation>Hier geschrieben</translation>
    </message>
    <message>
      <source>Written here: everything has been sent.</source>
      <translation>Hier geschrieben: alles ist gesendet.</translation>
    </message>
    <message>
      <source>Written here: {waiting} to be sent, {refused} to be looked at</source>
      <translation>Hier geschrieben: {waiting} zu senden, {refused} anzusehen</translation>
    </message>
  </context>
  <context>
    <name>SyncWatch</name>
    <message>
      <source>It is loaded anew within {n} min; nothing is to be done.</source>
      <translation>Sie wird innerhalb von {n} min neu geladen; es ist nichts zu tun.</translation>
    </message>
    <message>
      <source>The shared database was restored. What you see is the copy of before.</source>
      <translation>Die gemeinsame Datenbank wurde wiederhergestellt. Was Sie sehen, ist die Kopie von vorher.</translation>
    </message>
    <message>
      <source>last sync failed</source>
      <translation>letzter Abgleich fehlgeschlagen</translation>
    </message>
    <message>
      <source>last sync {when}</source>
      <translation>letzter Abgleich {when}</translation>
    </message>
    <message>
      <source>loading {done} of {of} events</source>
      <translation>lädt {done} von {of} Ereignissen</translation>
    </message>
    <message>
      <source>sync failed</source>
      <translation>Abgleich fehlgeschlagen</translation>
    </message>
    <message>
      <source>syncing</source>
      <translation>gleicht ab</translation>
    </message>
  </context>
  <context>
    <name>SystemLock</name>
    <message>
      <source>bpo_desk does not know how {system} says it</source>
      <translation>bpo_desk weiß nicht, wie {system} es sagt</translation>
    </message>
  </context>
  <context>
    <name>TeamScreen</name>
    <message>
      <source>Go to the first one after: {when}</source>
      <translation>Zum ersten danach: {when}</translation>
    </message>
    <message>
      <source>Go to the last one before: {when}</source>
      <translation>Zum letzten davor: {when}</translation>
    </message>
    <message>
      <source>None of the {cases} has an event in this period: {period}.</source>
      <translation>{cases}, aber kein Ereignis in diesem Zeitraum: {period}.</translation>
    </message>
    <message>
      <source>None of these cases has an event whose time is known.</source>
      <translation>Keiner dieser Vorgänge hat ein Ereignis, dessen Zeit bekannt ist.</translation>
    </message>
    <message>
      <source>The queue shows no case, so there is nothing on the timeline. Go back and change the filter.</source>
      <translation>Die Vorgangsliste zeigt keinen Vorgang, also steht nichts auf der Zeitachse. Gehen Sie zurück und ändern Sie den Filter.</translation>
    </message>
    <message>
      <source>With an event in {period}</source>
      <translation>Mit einem Ereignis im Zeitraum {period}</translation>
    </message>
    <message>
      <source>case</source>
      <translation>Vorgang</translation>
    </message>
    <message>
      <source>cases</source>
      <translation>Vorgänge</translation>
    </message>
    <message>
      <source>event</source>
      <translation>Ereignis</translation>
    </message>
    <message>
      <source>events</source>
      <translation>Ereignisse</translation>
    </message>
    <message>
      <source>{events} without a known time stand in no period.</source>
      <translation>{events} ohne bekannte Zeit stehen in keinem Zeitraum.</translation>
    </message>
  </context>
  <context>
    <name>TeamTable</name>
    <message>
      <source>Events of the period</source>
      <translation>Ereignisse des Zeitraums</translation>
    </message>
  </context>
  <context>
    <name>TeamTableModel</name>
    <message>
      <source>Case</source>
      <translation>Vorgang</translation>
    </message>
    <message>
      <source>Old → new, comment, reason</source>
      <translation>Alt → neu, Kommentar, Grund</translation>
    </message>
    <message>
      <source>Side</source>
      <translation>Seite</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>Schritt</translation>
    </message>
    <message>
      <source>What</source>
      <translation>Was</translation>
    </message>
    <message>
      <source>When</source>
      <translation>Wann</translation>
    </message>
    <message>
      <source>Who</source>
      <translation>Wer</translation>
    </message>
  </context>
  <context>
    <name>TimeBar</name>
    <message>
      <source>Explained time</source>
      <translation>Erklärte Zeit</translation>
    </message>
    <message>
      <source>Explaining the time ...</source>
      <translation>Zeit wird erklärt ...</translation>
    </message>
    <message>
      <source>of {elapsed}; {basis}</source>
      <translation>von {elapsed}; {basis}</translation>
    </message>
  </context>
  <context>
    <name>TimeField</name>
    <message>
      <source>Go to time</source>
      <translation>Zu einer Zeit gehen</translation>
    </message>
    <message>
      <source>Go to: 2026-11-21 14:05</source>
      <translation>Gehe zu: 21.11.2026 14:05</translation>
    </message>
    <message>
      <source>This is no date and time. Write it as 2026-11-21 14:05.</source>
      <translation>Das ist kein Datum mit Uhrzeit. Schreiben Sie es wie 21.11.2026 14:05.</translation>
    </message>
  </context>
  <context>
    <name>TimePanel</name>
    <message>
      <source>Parts of the elapsed time</source>
      <translation>Teile der verstrichenen Zeit</translation>
    </message>
    <message>
      <source>Stretches of time</source>
      <translation>Zeitabschnitte</translation>
    </message>
  </context>
  <context>
    <name>TimelineCanvas</name>
    <message>
      <source>No event of this case has a known time. The table below lists all of them.</source>
      <translation>Kein Ereignis dieses Vorgangs hat eine bekannte Zeit. Die Tabelle darunter nennt alle.</translation>
    </message>
    <message>
      <source>The filter hides every event that has a time.</source>
      <translation>Der Filter verbirgt jedes Ereignis mit einer Zeit.</translation>
    </message>
    <message>
      <source>Timeline</source>
      <translation>Zeitachse</translation>
    </message>
    <message>
      <source>{n} events in {lanes} lanes</source>
      <translation>{n} Ereignisse in {lanes} Bahnen</translation>
    </message>
  </context>
  <context>
    <name>TimelinePanel</name>
    <message>
      <source>Choose another folder.</source>
      <translation>Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
      <source>Picture of the timeline</source>
      <translation>Bild der Zeitachse</translation>
    </message>
    <message>
      <source>The picture {path} cannot be written.</source>
      <translation>Das Bild {path} kann nicht geschrieben werden.</translation>
    </message>
  </context>
  <context>
    <name>TopBar</name>
    <message>
      <source>Engagement</source>
      <translation>Auftrag</translation>
    </message>
    <message>
      <source>The contract whose cases are shown</source>
      <translation>Der Auftrag, dessen Vorgänge gezeigt werden</translation>
    </message>
  </context>
  <context>
    <name>TrailedDiagram</name>
    <message>
      <source>The diagram was saved as {file}</source>
      <translation>Das Diagramm wurde als {file} gespeichert</translation>
    </message>
    <message>
      <source>The file does not hold the inside of “{name}”</source>
      <translation>Die Datei enthält das Innere von „{name}“ nicht</translation>
    </message>
    <message>
      <source>{file} could not be written</source>
      <translation>{file} konnte nicht geschrieben werden</translation>
    </message>
  </context>
  <context>
    <name>TrendChart</name>
    <message>
      <source>Share of cases on the defined path by month of opening</source>
      <translation>Anteil der Vorgänge auf dem festgelegten Weg nach Monat der Eröffnung</translation>
    </message>
  </context>
  <context>
    <name>UnmaskDialog</name>
    <message>
      <source>&amp;Reason</source>
      <translation>&amp;Grund</translation>
    </message>
    <message>
      <source>&amp;Value</source>
      <translation>&amp;Wert</translation>
    </message>
    <message>
      <source>Say why first.</source>
      <translation>Nennen Sie zuerst den Grund.</translation>
    </message>
    <message>
      <source>Unmask</source>
      <translation>Aufdecken</translation>
    </message>
    <message>
      <source>Unmask a value</source>
      <translation>Einen Wert aufdecken</translation>
    </message>
    <message>
      <source>Which value</source>
      <translation>Welcher Wert</translation>
    </message>
    <message>
      <source>Why it is needed</source>
      <translation>Warum er gebraucht wird</translation>
    </message>
    <message>
      <source>Why it is needed, as the other side may read it</source>
      <translation>Warum er gebraucht wird, wie es die andere Seite lesen darf</translation>
    </message>
    <message>
      <source>{what}

Who unmasks what, when and why is in the case, for both sides.</source>
      <translation>{what}

Wer was wann und warum aufdeckt, steht im Vorgang, für beide Seiten.</translation>
    </message>
  </context>
  <context>
    <name>UnmaskPlace</name>
    <message>
      <source>Nothing of the chosen event is withheld: choose one that is.</source>
      <translation>Am gewählten Ereignis ist nichts zurückgehalten: wählen Sie eines, an dem es so ist.</translation>
    </message>
    <message>
      <source>Values withheld here were never given to this desk: nobody can unmask them.</source>
      <translation>Hier zurückgehaltene Werte hat dieser Arbeitsplatz nie erhalten: niemand kann sie aufdecken.</translation>
    </message>
  </context>
  <context>
    <name>ViewsMenu</name>
    <message>
      <source> or </source>
      <translation> oder </translation>
    </message>
    <message>
      <source>Client: waiting for the client</source>
      <translation>Auftraggeber: wartet auf den Auftraggeber</translation>
    </message>
    <message>
      <source>Delete a view</source>
      <translation>Eine Ansicht löschen</translation>
    </message>
    <message>
      <source>Name of the view: filter, chips, sort, columns and grouping are kept.</source>
      <translation>Name der Ansicht: Filter, Knöpfe, Sortierung, Spalten und Gruppierung werden abgelegt.</translation>
    </message>
    <message>
      <source>Quality: closed in the last week</source>
      <translation>Qualität: in der letzten Woche geschlossen</translation>
    </message>
    <message>
      <source>Save this view</source>
      <translation>Diese Ansicht speichern</translation>
    </message>
    <message>
      <source>Save this view as ...</source>
      <translation>Diese Ansicht speichern als ...</translation>
    </message>
    <message>
      <source>Saved the view {name}</source>
      <translation>Die Ansicht {name} ist gespeichert</translation>
    </message>
    <message>
      <source>Share this view with the team</source>
      <translation>Diese Ansicht mit dem Team teilen</translation>
    </message>
    <message>
      <source>Share this view with the team as ...</source>
      <translation>Diese Ansicht mit dem Team teilen als ...</translation>
    </message>
    <message>
      <source>Supervisor: least time left</source>
      <translation>Teamleitung: geringste Restzeit</translation>
    </message>
    <message>
      <source>This view is of another version of the desk, which has: {what}. It is not shown.</source>
      <translation>Diese Ansicht ist von einer anderen Version des Programms, die {what} kennt. Sie wird nicht gezeigt.</translation>
    </message>
    <message>
      <source>This view shows no case that is {statuses}</source>
      <translation>Diese Ansicht zeigt keinen Vorgang im Status {statuses}</translation>
    </message>
  </context>
  <context>
    <name>ViewsPlace</name>
    <message>
      <source>{name}: kept for the team, sent with the next sync</source>
      <translation>{name}: für das Team abgelegt, wird mit dem nächsten Abgleich gesendet</translation>
    </message>
  </context>
  <context>
    <name>WaitingChip</name>
    <message>
      <source>{count} moved</source>
      <translation>{count} bewegt</translation>
    </message>
    <message>
      <source>{count} new</source>
      <translation>{count} neu</translation>
    </message>
    <message>
      <source>{new} would come in, {moved} stand elsewhere now or no longer belong here.
A click, or F5, lists them anew; until then the order stays.</source>
      <translation>{new} kämen hinzu, {moved} stehen jetzt woanders oder gehören nicht mehr hierher.
Ein Klick oder F5 stellt die Liste neu auf; bis dahin bleibt die Reihenfolge.</translation>
    </message>
    <message>
      <source>{what} – show</source>
      <translation>{what} – zeigen</translation>
    </message>
  </context>
  <context>
    <name>WalkBar</name>
    <message>
      <source> · {noted} noted</source>
      <translation> · {noted} vermerkt</translation>
    </message>
    <message>
      <source>Note on this case in the review</source>
      <translation>Vermerk zu diesem Vorgang in der Prüfung</translation>
    </message>
    <message>
      <source>Note on this case in the review; Enter keeps it</source>
      <translation>Vermerk zu diesem Vorgang in der Prüfung; Eingabe behält ihn</translation>
    </message>
    <message>
      <source>Sample {name}</source>
      <translation>Stichprobe {name}</translation>
    </message>
    <message>
      <source>The case before (K)</source>
      <translation>Der Vorgang davor (K)</translation>
    </message>
    <message>
      <source>The next case (J)</source>
      <translation>Der nächste Vorgang (J)</translation>
    </message>
    <message>
      <source>Walk no longer</source>
      <translation>Nicht weiter durchgehen</translation>
    </message>
    <message>
      <source>{at} of {count} in the sample</source>
      <translation>{at} von {count} in der Stichprobe</translation>
    </message>
    <message>
      <source>{count} in the sample, this is none of them</source>
      <translation>{count} in der Stichprobe, dies ist keiner davon</translation>
    </message>
  </context>
  <context>
    <name>WholeWindow</name>
    <message>
      <source>A note is typed and not kept yet: {cases}.</source>
      <translation>Eine Notiz ist eingegeben und noch nicht behalten: {cases}.</translation>
    </message>
    <message>
      <source>A note was not taken: {why}</source>
      <translation>Eine Notiz wurde nicht angenommen: {why}</translation>
    </message>
    <message>
      <source>It needs your attention (Ctrl+Shift+U): theirs and yours stand side by side there.</source>
      <translation>Das ist zu klären (Strg+Umschalt+U): deren und Ihres stehen dort nebeneinander.</translation>
    </message>
    <message>
      <source>Its data may not be synced yet, or this login has no role in it.</source>
      <translation>Seine Daten sind vielleicht noch nicht abgeglichen, oder diese Anmeldung hat keine Rolle darin.</translation>
    </message>
    <message>
      <source>Keep it with Ctrl+Enter, or close again to drop it.</source>
      <translation>Behalten Sie sie mit Strg+Eingabe, oder schließen Sie noch einmal, um sie zu verwerfen.</translation>
    </message>
    <message>
      <source>The local copy has no engagement {code}.</source>
      <translation>Die lokale Kopie hat keinen Auftrag {code}.</translation>
    </message>
  </context>
  <context>
    <name>WorkPanel</name>
    <message>
      <source>%v of %m cases (%p %)</source>
      <translation>%v von %m Vorgängen (%p %)</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>Looking at {cases} ...</source>
      <translation>{cases} werden angesehen ...</translation>
    </message>
    <message>
      <source>No escalation path is defined for this engagement: bpo-desk admin escalation says it.</source>
      <translation>Für diesen Auftrag ist kein Eskalationsweg festgelegt: bpo-desk admin escalation legt ihn fest.</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Anhalten</translation>
    </message>
    <message>
      <source>Work on chosen cases</source>
      <translation>Gewählte Vorgänge bearbeiten</translation>
    </message>
    <message>
      <source>{cases} chosen</source>
      <translation>{cases} gewählt</translation>
    </message>
    <message>
      <source>{cases} written</source>
      <translation>{cases} geschrieben</translation>
    </message>
  </context>
  <context>
    <name>WorkPlace</name>
    <message>
      <source>No case is chosen: open one, or select rows of the queue.</source>
      <translation>Kein Vorgang ist gewählt: öffnen Sie einen, oder wählen Sie Zeilen der Vorgangsliste.</translation>
    </message>
  </context>
  <context>
    <name>WritePane</name>
    <message>
      <source>Discard</source>
      <translation>Verwerfen</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>Behalten</translation>
    </message>
    <message>
      <source>Keep it; it is sent with the next sync (Ctrl+Enter)</source>
      <translation>Behalten; mit dem nächsten Abgleich wird es gesendet (Strg+Eingabe)</translation>
    </message>
    <message>
      <source>Tag</source>
      <translation>Schlagwort</translation>
    </message>
    <message>
      <source>Text of the note</source>
      <translation>Text der Notiz</translation>
    </message>
    <message>
      <source>What should the next one know?</source>
      <translation>Was sollte der Nächste wissen?</translation>
    </message>
    <message>
      <source>Who may read it</source>
      <translation>Wer es lesen darf</translation>
    </message>
    <message>
      <source>a word, such as late</source>
      <translation>ein Wort, etwa spät</translation>
    </message>
    <message>
      <source>both sides may read it</source>
      <translation>beide Seiten dürfen es lesen</translation>
    </message>
    <message>
      <source>internal: our side only</source>
      <translation>intern: nur unsere Seite</translation>
    </message>
  </context>
  <context>
    <name>access</name>
    <message>
      <source>client</source>
      <translation>Auftraggeber</translation>
    </message>
    <message>
      <source>customer</source>
      <translation>Kunde</translation>
    </message>
    <message>
      <source>exported</source>
      <translation>exportiert</translation>
    </message>
    <message>
      <source>filter: {words}</source>
      <translation>Filter: {words}</translation>
    </message>
    <message>
      <source>for {whom}</source>
      <translation>für {whom}</translation>
    </message>
    <message>
      <source>proof issued</source>
      <translation>Nachweis ausgestellt</translation>
    </message>
    <message>
      <source>provider</source>
      <translation>Dienstleister</translation>
    </message>
    <message>
      <source>system</source>
      <translation>System</translation>
    </message>
    <message>
      <source>third party</source>
      <translation>Dritte</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>unbekannt</translation>
    </message>
    <message>
      <source>unmasked</source>
      <translation>aufgedeckt</translation>
    </message>
    <message>
      <source>viewed</source>
      <translation>angesehen</translation>
    </message>
    <message>
      <source>{case} and {n} more</source>
      <translation>{case} und {n} weitere</translation>
    </message>
    <message>
      <source>{n} cases</source>
      <translation>{n} Vorgänge</translation>
    </message>
    <message>
      <source>{what} to the clipboard</source>
      <translation>{what} in die Zwischenablage</translation>
    </message>
  </context>
  <context>
    <name>actions</name>
    <message>
      <source>&amp;Back</source>
      <translation>&amp;Zurück</translation>
    </message>
    <message>
      <source>&amp;Case</source>
      <translation>&amp;Vorgang</translation>
    </message>
    <message>
      <source>&amp;Commands</source>
      <translation>&amp;Befehle</translation>
    </message>
    <message>
      <source>&amp;Comment on the event</source>
      <translation>Ereignis &amp;kommentieren</translation>
    </message>
    <message>
      <source>&amp;Connect to a shared database</source>
      <translation>Mit gemeinsamer &amp;Datenbank verbinden</translation>
    </message>
    <message>
      <source>&amp;Copy rows</source>
      <translation>Zeilen &amp;kopieren</translation>
    </message>
    <message>
      <source>&amp;Dark</source>
      <translation>&amp;Dunkel</translation>
    </message>
    <message>
      <source>&amp;Desk</source>
      <translation>&amp;Arbeitsplatz</translation>
    </message>
    <message>
      <source>&amp;Edit</source>
      <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
      <source>&amp;Export the queue as shown</source>
      <translation>Vorgangsliste wie gezeigt &amp;exportieren</translation>
    </message>
    <message>
      <source>&amp;Filter the queue</source>
      <translation>Vorgangsliste &amp;filtern</translation>
    </message>
    <message>
      <source>&amp;Follow the case, or no longer</source>
      <translation>Vorgang &amp;verfolgen oder nicht mehr</translation>
    </message>
    <message>
      <source>&amp;Follow the chosen cases</source>
      <translation>Gewählte Vorgänge &amp;verfolgen</translation>
    </message>
    <message>
      <source>&amp;Forward</source>
      <translation>Vor&amp;wärts</translation>
    </message>
    <message>
      <source>&amp;Go</source>
      <translation>&amp;Gehe zu</translation>
    </message>
    <message>
      <source>&amp;Group and count the queue</source>
      <translation>G&amp;ruppieren und zählen</translation>
    </message>
    <message>
      <source>&amp;Help</source>
      <translation>&amp;Hilfe</translation>
    </message>
    <message>
      <source>&amp;Jump to a case</source>
      <translation>Zu einem Vorgang &amp;springen</translation>
    </message>
    <message>
      <source>&amp;Keys and filter words</source>
      <translation>&amp;Tasten und Filterwörter</translation>
    </message>
    <message>
      <source>&amp;Light</source>
      <translation>H&amp;ell</translation>
    </message>
    <message>
      <source>&amp;Lock the desk</source>
      <translation>Arbeitsplatz &amp;sperren</translation>
    </message>
    <message>
      <source>&amp;Mark this moment to compare with</source>
      <translation>Diesen Zeitpunkt zum Vergleich &amp;merken</translation>
    </message>
    <message>
      <source>&amp;Next case</source>
      <translation>&amp;Nächster Vorgang</translation>
    </message>
    <message>
      <source>&amp;Note on the chosen cases</source>
      <translation>&amp;Notiz zu den gewählten Vorgängen</translation>
    </message>
    <message>
      <source>&amp;Notices of followed cases</source>
      <translation>&amp;Meldungen zu verfolgten Vorgängen</translation>
    </message>
    <message>
      <source>&amp;Open the case</source>
      <translation>Vorgang &amp;öffnen</translation>
    </message>
    <message>
      <source>&amp;Peek into the case (Space in the queue)</source>
      <translation>Kurzbl&amp;ick in den Vorgang (Leertaste in der Liste)</translation>
    </message>
    <message>
      <source>&amp;Pin the event, or take the pin away</source>
      <translation>Ereignis an&amp;heften oder lösen</translation>
    </message>
    <message>
      <source>&amp;Previous case</source>
      <translation>&amp;Voriger Vorgang</translation>
    </message>
    <message>
      <source>&amp;Process</source>
      <translation>&amp;Prozess</translation>
    </message>
    <message>
      <source>&amp;Queue</source>
      <translation>Vorgangs&amp;liste</translation>
    </message>
    <message>
      <source>&amp;Quit</source>
      <translation>&amp;Beenden</translation>
    </message>
    <message>
      <source>&amp;Sync and unsent notes</source>
      <translation>A&amp;bgleich und nicht Gesendetes</translation>
    </message>
    <message>
      <source>&amp;Sync now</source>
      <translation>Jetzt ab&amp;gleichen</translation>
    </message>
    <message>
      <source>&amp;Tag the event</source>
      <translation>Ereignis mit &amp;Schlagwort versehen</translation>
    </message>
    <message>
      <source>&amp;Unmask a value of the event</source>
      <translation>Wert des Ereignisses auf&amp;decken</translation>
    </message>
    <message>
      <source>&amp;View</source>
      <translation>An&amp;sicht</translation>
    </message>
    <message>
      <source>&amp;Work</source>
      <translation>A&amp;rbeit</translation>
    </message>
    <message>
      <source>A &amp;sample to review</source>
      <translation>&amp;Stichprobe zur Prüfung</translation>
    </message>
    <message>
      <source>Access lo&amp;g: who looked</source>
      <translation>Zugri&amp;ffsprotokoll: wer gesehen hat</translation>
    </message>
    <message>
      <source>Add an ad-hoc &amp;task</source>
      <translation>Ad-hoc-Aufga&amp;be hinzufügen</translation>
    </message>
    <message>
      <source>Ask for &amp;escalation</source>
      <translation>&amp;Eskalation erbitten</translation>
    </message>
    <message>
      <source>Ask for &amp;reassignment</source>
      <translation>Ne&amp;uzuweisung erbitten</translation>
    </message>
    <message>
      <source>Audit-trail &amp;report</source>
      <translation>&amp;Prüfbericht</translation>
    </message>
    <message>
      <source>Choose c&amp;olumns</source>
      <translation>&amp;Spalten wählen</translation>
    </message>
    <message>
      <source>Clear the filter</source>
      <translation>Filter aufheben</translation>
    </message>
    <message>
      <source>Copy a lin&amp;k to what is in front</source>
      <translation>&amp;Link auf das Gezeigte kopieren</translation>
    </message>
    <message>
      <source>Copy rows in one &amp;line each</source>
      <translation>Vorgänge je in einer &amp;Zeile kopieren</translation>
    </message>
    <message>
      <source>Copy the &amp;explained time as text</source>
      <translation>&amp;Erklärte Zeit als Text kopieren</translation>
    </message>
    <message>
      <source>Copy the case as te&amp;xt</source>
      <translation>Vorgang als &amp;Text kopieren</translation>
    </message>
    <message>
      <source>Copy the case in one &amp;line</source>
      <translation>Vorgang in einer &amp;Zeile kopieren</translation>
    </message>
    <message>
      <source>E&amp;xport the events</source>
      <translation>Ereignisse e&amp;xportieren</translation>
    </message>
    <message>
      <source>Fla&amp;g the chosen cases</source>
      <translation>Gewählte Vorgänge &amp;markieren</translation>
    </message>
    <message>
      <source>Follow them no &amp;longer</source>
      <translation>Nicht mehr ver&amp;folgen</translation>
    </message>
    <message>
      <source>Lan&amp;guage</source>
      <translation>Sp&amp;rache (Language)</translation>
    </message>
    <message>
      <source>Larger text</source>
      <translation>Größere Schrift</translation>
    </message>
    <message>
      <source>One level &amp;up</source>
      <translation>Eine &amp;Ebene höher</translation>
    </message>
    <message>
      <source>Queue as of a mo&amp;ment</source>
      <translation>Vorgangsliste mit frü&amp;herem Stand</translation>
    </message>
    <message>
      <source>Re&amp;view the case</source>
      <translation>Vorgang &amp;prüfen</translation>
    </message>
    <message>
      <source>S&amp;top the export</source>
      <translation>Export an&amp;halten</translation>
    </message>
    <message>
      <source>Saved &amp;views of the queue</source>
      <translation>&amp;Gespeicherte Ansichten</translation>
    </message>
    <message>
      <source>See as the c&amp;lient does, or go back</source>
      <translation>Wie der A&amp;uftraggeber sehen, oder zurück</translation>
    </message>
    <message>
      <source>Select &amp;all rows</source>
      <translation>&amp;Alle Zeilen auswählen</translation>
    </message>
    <message>
      <source>Sha&amp;re the view with the team</source>
      <translation>Ansicht mit dem &amp;Team teilen</translation>
    </message>
    <message>
      <source>Show the queue on a &amp;timeline</source>
      <translation>Vorgangsliste auf einer &amp;Zeitachse zeigen</translation>
    </message>
    <message>
      <source>Smaller text</source>
      <translation>Kleinere Schrift</translation>
    </message>
    <message>
      <source>Take flags a&amp;way</source>
      <translation>Markierungen &amp;aufheben</translation>
    </message>
    <message>
      <source>Take requests &amp;back</source>
      <translation>Bitten &amp;zurücknehmen</translation>
    </message>
    <message>
      <source>Usual text size</source>
      <translation>Übliche Schriftgröße</translation>
    </message>
    <message>
      <source>What needs &amp;attention</source>
      <translation>Was zu &amp;klären ist</translation>
    </message>
    <message>
      <source>Write a &amp;note</source>
      <translation>&amp;Notiz schreiben</translation>
    </message>
  </context>
  <context>
    <name>attention</name>
    <message>
      <source>&amp;Take note, let it go</source>
      <translation>Zur Kenntnis &amp;nehmen, ruhen lassen</translation>
    </message>
    <message>
      <source>Ask whoever runs the engagement for the right, then send it again.</source>
      <translation>Bitten Sie, wer den Auftrag betreut, um das Recht, und senden Sie es dann noch einmal.</translation>
    </message>
    <message>
      <source>Default view of</source>
      <translation>Standardansicht von</translation>
    </message>
    <message>
      <source>Due</source>
      <translation>Fällig</translation>
    </message>
    <message>
      <source>Edit it, or let it be; the text can be copied.</source>
      <translation>Bearbeiten Sie es, oder lassen Sie es ruhen; der Text kann kopiert werden.</translation>
    </message>
    <message>
      <source>Element</source>
      <translation>Element</translation>
    </message>
    <message>
      <source>Ended as</source>
      <translation>Beendet als</translation>
    </message>
    <message>
      <source>Findings</source>
      <translation>Befunde</translation>
    </message>
    <message>
      <source>Group</source>
      <translation>Gruppe</translation>
    </message>
    <message>
      <source>It can be done only once: theirs counts. Your text can be copied.</source>
      <translation>Das geht nur einmal: deren gilt. Ihr Text kann kopiert werden.</translation>
    </message>
    <message>
      <source>It cannot be sent: nothing may be said about what was erased.</source>
      <translation>Es kann nicht gesendet werden: über Gelöschtes darf nichts gesagt werden.</translation>
    </message>
    <message>
      <source>Keep &amp;theirs</source>
      <translation>&amp;Deren behalten</translation>
    </message>
    <message>
      <source>Keep theirs, or send yours again on top of it.</source>
      <translation>Behalten Sie deren, oder senden Sie Ihres noch einmal darüber.</translation>
    </message>
    <message>
      <source>Mine: {who}
{when}, {age} ago</source>
      <translation>Meines: {who}
{when}, vor {age}</translation>
    </message>
    <message>
      <source>Nothing needs attention: all that was written here was taken, or waits to be sent. What the shared database refuses, or somebody else was faster with, is listed here with its text.</source>
      <translation>Nichts ist zu klären: alles, was hier geschrieben wurde, ist angenommen oder wartet auf das Senden. Was die gemeinsame Datenbank ablehnt, oder wobei jemand anderes schneller war, steht hier mit seinem Text.</translation>
    </message>
    <message>
      <source>Person</source>
      <translation>Person</translation>
    </message>
    <message>
      <source>Pinned</source>
      <translation>Angeheftet</translation>
    </message>
    <message>
      <source>Reason</source>
      <translation>Grund</translation>
    </message>
    <message>
      <source>Score</source>
      <translation>Punktzahl</translation>
    </message>
    <message>
      <source>Seen by</source>
      <translation>Gesehen von</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Zustand</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>Schritt</translation>
    </message>
    <message>
      <source>System</source>
      <translation>System</translation>
    </message>
    <message>
      <source>Tag</source>
      <translation>Schlagwort</translation>
    </message>
    <message>
      <source>Taken away</source>
      <translation>Entfernt</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>Text</translation>
    </message>
    <message>
      <source>The shared database did not say why.</source>
      <translation>Die gemeinsame Datenbank hat nicht gesagt, warum.</translation>
    </message>
    <message>
      <source>Theirs: nothing is there instead</source>
      <translation>Deren: nichts steht stattdessen da</translation>
    </message>
    <message>
      <source>Theirs: {who}
at a time that is not known</source>
      <translation>Deren: {who}
zu unbekannter Zeit</translation>
    </message>
    <message>
      <source>Theirs: {who}
{when}, {age} ago</source>
      <translation>Deren: {who}
{when}, vor {age}</translation>
    </message>
    <message>
      <source>To</source>
      <translation>An</translation>
    </message>
    <message>
      <source>Until</source>
      <translation>Bis</translation>
    </message>
    <message>
      <source>View</source>
      <translation>Ansicht</translation>
    </message>
    <message>
      <source>View: {part}</source>
      <translation>Ansicht: {part}</translation>
    </message>
    <message>
      <source>What</source>
      <translation>Was</translation>
    </message>
    <message>
      <source>edited and sent again</source>
      <translation>bearbeitet und noch einmal gesendet</translation>
    </message>
    <message>
      <source>sent again</source>
      <translation>noch einmal gesendet</translation>
    </message>
    <message>
      <source>somebody</source>
      <translation>jemand</translation>
    </message>
    <message>
      <source>theirs stays</source>
      <translation>deren bleibt</translation>
    </message>
    <message>
      <source>write needs attention</source>
      <translation>Eintrag ist zu klären</translation>
    </message>
    <message>
      <source>writes need attention</source>
      <translation>Einträge sind zu klären</translation>
    </message>
  </context>
  <context>
    <name>case</name>
    <message>
      <source>(!) The old value is not the one recorded before: a change between them is missing.</source>
      <translation>(!) Der alte Wert ist nicht der zuvor vermerkte: eine Änderung dazwischen fehlt.</translation>
    </message>
    <message>
      <source>1 comment</source>
      <translation>1 Kommentar</translation>
    </message>
    <message>
      <source>24x7: calendar unknown</source>
      <translation>24x7: Kalender unbekannt</translation>
    </message>
    <message>
      <source>24x7: no business calendar</source>
      <translation>24x7: kein Geschäftskalender</translation>
    </message>
    <message>
      <source>A map of what this case did: it has no process definition</source>
      <translation>Eine Karte dessen, was dieser Vorgang tat: er hat keine Prozessdefinition</translation>
    </message>
    <message>
      <source>Accepted</source>
      <translation>Freigegeben</translation>
    </message>
    <message>
      <source>Ad-hoc task</source>
      <translation>Ad-hoc-Aufgabe</translation>
    </message>
    <message>
      <source>Ad-hoc tasks</source>
      <translation>Ad-hoc-Aufgaben</translation>
    </message>
    <message>
      <source>Asked</source>
      <translation>Erbeten</translation>
    </message>
    <message>
      <source>Began</source>
      <translation>Begann</translation>
    </message>
    <message>
      <source>Business time</source>
      <translation>Geschäftszeit</translation>
    </message>
    <message>
      <source>By</source>
      <translation>Von</translation>
    </message>
    <message>
      <source>Cancelled</source>
      <translation>Storniert</translation>
    </message>
    <message>
      <source>Changes</source>
      <translation>Änderungen</translation>
    </message>
    <message>
      <source>Client</source>
      <translation>Auftraggeber</translation>
    </message>
    <message>
      <source>Clock pauses</source>
      <translation>Fristuhr angehalten</translation>
    </message>
    <message>
      <source>Closed</source>
      <translation>Geschlossen</translation>
    </message>
    <message>
      <source>Contacts</source>
      <translation>Kontakte</translation>
    </message>
    <message>
      <source>Contradictions</source>
      <translation>Widersprüche</translation>
    </message>
    <message>
      <source>Data as of {when}</source>
      <translation>Datenstand {when}</translation>
    </message>
    <message>
      <source>Due</source>
      <translation>Fällig</translation>
    </message>
    <message>
      <source>Due date</source>
      <translation>Fälligkeit</translation>
    </message>
    <message>
      <source>Effort</source>
      <translation>Aufwand</translation>
    </message>
    <message>
      <source>Elapsed</source>
      <translation>Verstrichen</translation>
    </message>
    <message>
      <source>Ended</source>
      <translation>Endete</translation>
    </message>
    <message>
      <source>Events</source>
      <translation>Ereignisse</translation>
    </message>
    <message>
      <source>Exit</source>
      <translation>Abweichung</translation>
    </message>
    <message>
      <source>Explaining the time ...</source>
      <translation>Zeit wird erklärt ...</translation>
    </message>
    <message>
      <source>Fact</source>
      <translation>Angabe</translation>
    </message>
    <message>
      <source>Feedback</source>
      <translation>Rückmeldungen</translation>
    </message>
    <message>
      <source>Field</source>
      <translation>Feld</translation>
    </message>
    <message>
      <source>Finding</source>
      <translation>Befund</translation>
    </message>
    <message>
      <source>Followed by</source>
      <translation>Verfolgt von</translation>
    </message>
    <message>
      <source>Former outcome</source>
      <translation>Früheres Ergebnis</translation>
    </message>
    <message>
      <source>From ({part})</source>
      <translation>Von ({part})</translation>
    </message>
    <message>
      <source>Handovers</source>
      <translation>Übergaben</translation>
    </message>
    <message>
      <source>In whose hands</source>
      <translation>In wessen Händen</translation>
    </message>
    <message>
      <source>Last activity</source>
      <translation>Letzte Aktivität</translation>
    </message>
    <message>
      <source>Length</source>
      <translation>Länge</translation>
    </message>
    <message>
      <source>New</source>
      <translation>Neu</translation>
    </message>
    <message>
      <source>No ad-hoc task up to this moment.</source>
      <translation>Bis zu diesem Zeitpunkt keine Ad-hoc-Aufgabe.</translation>
    </message>
    <message>
      <source>No feedback up to this moment.</source>
      <translation>Bis zu diesem Zeitpunkt keine Rückmeldung.</translation>
    </message>
    <message>
      <source>No field has been set in this case.</source>
      <translation>In diesem Vorgang ist kein Feld gesetzt.</translation>
    </message>
    <message>
      <source>No field has been set up to this moment.</source>
      <translation>Bis zu diesem Zeitpunkt ist kein Feld gesetzt.</translation>
    </message>
    <message>
      <source>No sample has drawn this case and nobody has reviewed it up to this moment.</source>
      <translation>Bis zu diesem Zeitpunkt hat keine Stichprobe diesen Vorgang gezogen und niemand ihn geprüft.</translation>
    </message>
    <message>
      <source>Nothing differs between these two moments.</source>
      <translation>Zwischen diesen beiden Zeitpunkten ist nichts verschieden.</translation>
    </message>
    <message>
      <source>Nothing has happened yet at this moment.</source>
      <translation>Zu diesem Zeitpunkt ist noch nichts geschehen.</translation>
    </message>
    <message>
      <source>Nothing is put down to this part.</source>
      <translation>Diesem Teil ist nichts zugeschrieben.</translation>
    </message>
    <message>
      <source>Old</source>
      <translation>Alt</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Offen</translation>
    </message>
    <message>
      <source>Open for</source>
      <translation>Offen seit</translation>
    </message>
    <message>
      <source>Opened</source>
      <translation>Eröffnet</translation>
    </message>
    <message>
      <source>Outcome</source>
      <translation>Ergebnis</translation>
    </message>
    <message>
      <source>Priority</source>
      <translation>Priorität</translation>
    </message>
    <message>
      <source>Process</source>
      <translation>Prozess</translation>
    </message>
    <message>
      <source>Put down to</source>
      <translation>Zugeschrieben</translation>
    </message>
    <message>
      <source>Re-openings</source>
      <translation>Wiedereröffnungen</translation>
    </message>
    <message>
      <source>Reason</source>
      <translation>Grund</translation>
    </message>
    <message>
      <source>Reference</source>
      <translation>Referenz</translation>
    </message>
    <message>
      <source>Repeat contacts</source>
      <translation>Wiederkontakte</translation>
    </message>
    <message>
      <source>SLA</source>
      <translation>SLA</translation>
    </message>
    <message>
      <source>SLA: {state}</source>
      <translation>SLA: {state}</translation>
    </message>
    <message>
      <source>Score</source>
      <translation>Punktzahl</translation>
    </message>
    <message>
      <source>Share, basis</source>
      <translation>Anteil, Grundlage</translation>
    </message>
    <message>
      <source>Since</source>
      <translation>Seit</translation>
    </message>
    <message>
      <source>Since the first event</source>
      <translation>Seit dem ersten Ereignis</translation>
    </message>
    <message>
      <source>Source</source>
      <translation>Quelle</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Zustand</translation>
    </message>
    <message>
      <source>Status</source>
      <translation>Status</translation>
    </message>
    <message>
      <source>Status in the source</source>
      <translation>Status in der Quelle</translation>
    </message>
    <message>
      <source>Status unknown</source>
      <translation>Status unbekannt</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>Schritt</translation>
    </message>
    <message>
      <source>Step, reason</source>
      <translation>Schritt, Grund</translation>
    </message>
    <message>
      <source>Task</source>
      <translation>Aufgabe</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>Text</translation>
    </message>
    <message>
      <source>The case has not left the defined process up to this moment.</source>
      <translation>Der Vorgang hat den festgelegten Prozess bis zu diesem Zeitpunkt nicht verlassen.</translation>
    </message>
    <message>
      <source>The process definition cannot be drawn. {why}</source>
      <translation>Die Prozessdefinition kann nicht gezeichnet werden. {why}</translation>
    </message>
    <message>
      <source>The same</source>
      <translation>Dasselbe</translation>
    </message>
    <message>
      <source>The source does not record {what}.</source>
      <translation>Die Quelle vermerkt nicht: {what}.</translation>
    </message>
    <message>
      <source>The time cannot be explained: it is not known when the case was opened.</source>
      <translation>Die Zeit kann nicht erklärt werden: es ist nicht bekannt, wann der Vorgang eröffnet wurde.</translation>
    </message>
    <message>
      <source>There is no process definition, and this case names no step yet.</source>
      <translation>Es gibt keine Prozessdefinition, und dieser Vorgang nennt noch keinen Schritt.</translation>
    </message>
    <message>
      <source>This source does not record: {what}</source>
      <translation>Diese Quelle vermerkt nicht: {what}</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>Zeit</translation>
    </message>
    <message>
      <source>Title</source>
      <translation>Titel</translation>
    </message>
    <message>
      <source>Took</source>
      <translation>Dauerte</translation>
    </message>
    <message>
      <source>Touch time</source>
      <translation>Bearbeitungszeit</translation>
    </message>
    <message>
      <source>Transitions that no reading of the standard lifecycle allows. They are kept as recorded.</source>
      <translation>Übergänge, die keine Lesart des Standard-Lebenszyklus erlaubt. Sie bleiben, wie sie vermerkt sind.</translation>
    </message>
    <message>
      <source>Value</source>
      <translation>Wert</translation>
    </message>
    <message>
      <source>Waiting for</source>
      <translation>Wartet auf</translation>
    </message>
    <message>
      <source>Waiting time</source>
      <translation>Wartezeit</translation>
    </message>
    <message>
      <source>What</source>
      <translation>Was</translation>
    </message>
    <message>
      <source>When</source>
      <translation>Wann</translation>
    </message>
    <message>
      <source>Who</source>
      <translation>Wer</translation>
    </message>
    <message>
      <source>Withheld, so they cannot be compared</source>
      <translation>Zurückgehalten, daher nicht vergleichbar</translation>
    </message>
    <message>
      <source>a change is missing in {n} places: the old value is not the one recorded before</source>
      <translation>an {n} Stellen fehlt eine Änderung: der alte Wert ist nicht der zuvor vermerkte</translation>
    </message>
    <message>
      <source>a third party</source>
      <translation>Dritte</translation>
    </message>
    <message>
      <source>a timer</source>
      <translation>Zeitgeber</translation>
    </message>
    <message>
      <source>aborted</source>
      <translation>abgebrochen</translation>
    </message>
    <message>
      <source>ad-hoc tasks</source>
      <translation>Ad-hoc-Aufgaben</translation>
    </message>
    <message>
      <source>after {span}</source>
      <translation>nach {span}</translation>
    </message>
    <message>
      <source>after: {step}</source>
      <translation>nach: {step}</translation>
    </message>
    <message>
      <source>all</source>
      <translation>alle</translation>
    </message>
    <message>
      <source>and {n} more; Enter lists them all</source>
      <translation>und {n} weitere; Eingabe nennt alle</translation>
    </message>
    <message>
      <source>and {n} more; choose a part</source>
      <translation>und {n} weitere; wählen Sie einen Teil</translation>
    </message>
    <message>
      <source>as of {when}</source>
      <translation>Stand {when}</translation>
    </message>
    <message>
      <source>asked {system} to {what} to {to}</source>
      <translation>{system} gebeten: {what} an {to}</translation>
    </message>
    <message>
      <source>assigned</source>
      <translation>zugewiesen</translation>
    </message>
    <message>
      <source>at least one work item in progress; {hours}</source>
      <translation>mindestens ein Arbeitsposten in Arbeit; {hours}</translation>
    </message>
    <message>
      <source>at risk</source>
      <translation>gefährdet</translation>
    </message>
    <message>
      <source>at: {step}</source>
      <translation>in: {step}</translation>
    </message>
    <message>
      <source>before the first event</source>
      <translation>vor dem ersten Ereignis</translation>
    </message>
    <message>
      <source>both sides</source>
      <translation>beide Seiten</translation>
    </message>
    <message>
      <source>breached</source>
      <translation>verletzt</translation>
    </message>
    <message>
      <source>business calendar: {name}</source>
      <translation>Geschäftskalender: {name}</translation>
    </message>
    <message>
      <source>business time without touch time; {hours}</source>
      <translation>Geschäftszeit ohne Bearbeitungszeit; {hours}</translation>
    </message>
    <message>
      <source>calendar: {name}</source>
      <translation>Kalender: {name}</translation>
    </message>
    <message>
      <source>cancelled</source>
      <translation>storniert</translation>
    </message>
    <message>
      <source>changes of hands between people, from the last sign of one to the first of the next</source>
      <translation>Wechsel der Hände zwischen Personen, vom letzten Zeichen der einen bis zum ersten der nächsten</translation>
    </message>
    <message>
      <source>client</source>
      <translation>Auftraggeber</translation>
    </message>
    <message>
      <source>clock paused</source>
      <translation>Fristuhr angehalten</translation>
    </message>
    <message>
      <source>clock pauses</source>
      <translation>Anhalten der Fristuhr</translation>
    </message>
    <message>
      <source>clock resumed</source>
      <translation>Fristuhr läuft weiter</translation>
    </message>
    <message>
      <source>closed</source>
      <translation>geschlossen</translation>
    </message>
    <message>
      <source>closed before it was reopened</source>
      <translation>geschlossen vor der Wiedereröffnung</translation>
    </message>
    <message>
      <source>closed hours</source>
      <translation>außer Geschäftszeit</translation>
    </message>
    <message>
      <source>closed {when}</source>
      <translation>geschlossen {when}</translation>
    </message>
    <message>
      <source>comment</source>
      <translation>Kommentar</translation>
    </message>
    <message>
      <source>completed</source>
      <translation>abgeschlossen</translation>
    </message>
    <message>
      <source>contact received</source>
      <translation>Kontakt eingegangen</translation>
    </message>
    <message>
      <source>corrected</source>
      <translation>berichtigt</translation>
    </message>
    <message>
      <source>created before the first record: it had a value then</source>
      <translation>angelegt vor dem ersten Vermerk: es hatte da schon einen Wert</translation>
    </message>
    <message>
      <source>created {when} by {who}</source>
      <translation>angelegt {when} von {who}</translation>
    </message>
    <message>
      <source>customer</source>
      <translation>Kunde</translation>
    </message>
    <message>
      <source>customer contacts</source>
      <translation>Kontakte des Kunden</translation>
    </message>
    <message>
      <source>customer feedback</source>
      <translation>Rückmeldungen des Kunden</translation>
    </message>
    <message>
      <source>data as of {when}</source>
      <translation>Datenstand {when}</translation>
    </message>
    <message>
      <source>dispute raised</source>
      <translation>Einspruch erhoben</translation>
    </message>
    <message>
      <source>dispute settled</source>
      <translation>Einspruch beigelegt</translation>
    </message>
    <message>
      <source>disputed</source>
      <translation>strittig</translation>
    </message>
    <message>
      <source>document added</source>
      <translation>Dokument hinzugefügt</translation>
    </message>
    <message>
      <source>done</source>
      <translation>erledigt</translation>
    </message>
    <message>
      <source>done late</source>
      <translation>zu spät erledigt</translation>
    </message>
    <message>
      <source>done, as the log shows</source>
      <translation>erledigt, wie das Protokoll zeigt</translation>
    </message>
    <message>
      <source>due date changed</source>
      <translation>Fälligkeit geändert</translation>
    </message>
    <message>
      <source>due dates</source>
      <translation>Fälligkeiten</translation>
    </message>
    <message>
      <source>due time unknown</source>
      <translation>Fälligkeit unbekannt</translation>
    </message>
    <message>
      <source>due {when}</source>
      <translation>fällig {when}</translation>
    </message>
    <message>
      <source>due {when} ({span} left)</source>
      <translation>fällig {when} (noch {span})</translation>
    </message>
    <message>
      <source>due: unknown</source>
      <translation>fällig: unbekannt</translation>
    </message>
    <message>
      <source>elapsed without closed hours; {hours}</source>
      <translation>verstrichen ohne Zeiten außer Geschäftszeit; {hours}</translation>
    </message>
    <message>
      <source>ended after: {step}</source>
      <translation>endete nach: {step}</translation>
    </message>
    <message>
      <source>escalate to {to}</source>
      <translation>Eskalation an {to}</translation>
    </message>
    <message>
      <source>every hour counts (24x7): no business calendar applies to the case</source>
      <translation>jede Stunde zählt (24x7): für den Vorgang gilt kein Geschäftskalender</translation>
    </message>
    <message>
      <source>every hour counts: which business calendar holds is unknown ({why})</source>
      <translation>jede Stunde zählt: welcher Geschäftskalender gilt, ist unbekannt ({why})</translation>
    </message>
    <message>
      <source>exit accepted</source>
      <translation>Abweichung freigegeben</translation>
    </message>
    <message>
      <source>exits</source>
      <translation>Abweichungen</translation>
    </message>
    <message>
      <source>exported</source>
      <translation>exportiert</translation>
    </message>
    <message>
      <source>feedback answered</source>
      <translation>Rückmeldung beantwortet</translation>
    </message>
    <message>
      <source>feedback received</source>
      <translation>Rückmeldung erhalten</translation>
    </message>
    <message>
      <source>field changed</source>
      <translation>Feld geändert</translation>
    </message>
    <message>
      <source>first recorded {when} by {who}; the source does not record the value before</source>
      <translation>zuerst vermerkt {when} von {who}; die Quelle vermerkt den Wert davor nicht</translation>
    </message>
    <message>
      <source>flagged</source>
      <translation>markiert</translation>
    </message>
    <message>
      <source>follows the case</source>
      <translation>verfolgt den Vorgang</translation>
    </message>
    <message>
      <source>follows the case no longer</source>
      <translation>verfolgt den Vorgang nicht mehr</translation>
    </message>
    <message>
      <source>hand-offs between people</source>
      <translation>Übergaben zwischen Personen</translation>
    </message>
    <message>
      <source>held, side unknown</source>
      <translation>in Händen, Seite unbekannt</translation>
    </message>
    <message>
      <source>in progress</source>
      <translation>in Arbeit</translation>
    </message>
    <message>
      <source>in whose hands: unknown</source>
      <translation>in wessen Händen: unbekannt</translation>
    </message>
    <message>
      <source>internal: never leaves the side that wrote it</source>
      <translation>intern: verlässt nie die Seite, die es schrieb</translation>
    </message>
    <message>
      <source>last changed {when} by {who}</source>
      <translation>zuletzt geändert {when} von {who}</translation>
    </message>
    <message>
      <source>last with {who}</source>
      <translation>zuletzt bei {who}</translation>
    </message>
    <message>
      <source>left the process</source>
      <translation>Prozess verlassen</translation>
    </message>
    <message>
      <source>linked to</source>
      <translation>verknüpft mit</translation>
    </message>
    <message>
      <source>live</source>
      <translation>live</translation>
    </message>
    <message>
      <source>met</source>
      <translation>eingehalten</translation>
    </message>
    <message>
      <source>never compared with the shared database</source>
      <translation>nie mit der gemeinsamen Datenbank verglichen</translation>
    </message>
    <message>
      <source>next: {step} (inferred)</source>
      <translation>als Nächstes: {step} (geschlossen aus dem Prozess)</translation>
    </message>
    <message>
      <source>no due date</source>
      <translation>keine Fälligkeit</translation>
    </message>
    <message>
      <source>no due time</source>
      <translation>keine Fälligkeit</translation>
    </message>
    <message>
      <source>no step yet</source>
      <translation>noch kein Schritt</translation>
    </message>
    <message>
      <source>nobody</source>
      <translation>niemand</translation>
    </message>
    <message>
      <source>nobody named</source>
      <translation>niemand genannt</translation>
    </message>
    <message>
      <source>none</source>
      <translation>keine</translation>
    </message>
    <message>
      <source>not accepted</source>
      <translation>nicht freigegeben</translation>
    </message>
    <message>
      <source>not ended</source>
      <translation>nicht beendet</translation>
    </message>
    <message>
      <source>not recorded</source>
      <translation>nicht vermerkt</translation>
    </message>
    <message>
      <source>not set yet</source>
      <translation>noch nicht gesetzt</translation>
    </message>
    <message>
      <source>not started</source>
      <translation>nicht begonnen</translation>
    </message>
    <message>
      <source>not taken</source>
      <translation>nicht genommen</translation>
    </message>
    <message>
      <source>noted</source>
      <translation>vermerkt</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>nichts</translation>
    </message>
    <message>
      <source>nothing left to do</source>
      <translation>nichts mehr zu tun</translation>
    </message>
    <message>
      <source>now</source>
      <translation>jetzt</translation>
    </message>
    <message>
      <source>on track</source>
      <translation>im Plan</translation>
    </message>
    <message>
      <source>opened</source>
      <translation>eröffnet</translation>
    </message>
    <message>
      <source>opened {when}</source>
      <translation>eröffnet {when}</translation>
    </message>
    <message>
      <source>over, nobody named</source>
      <translation>vorbei, niemand genannt</translation>
    </message>
    <message>
      <source>overdue</source>
      <translation>überfällig</translation>
    </message>
    <message>
      <source>overdue by {span} (was due {when})</source>
      <translation>überfällig seit {span} (war fällig {when})</translation>
    </message>
    <message>
      <source>paused for a timer</source>
      <translation>angehalten für Zeitgeber</translation>
    </message>
    <message>
      <source>paused for client</source>
      <translation>angehalten für Auftraggeber</translation>
    </message>
    <message>
      <source>paused for customer</source>
      <translation>angehalten für Kunden</translation>
    </message>
    <message>
      <source>paused for provider</source>
      <translation>angehalten für Dienstleister</translation>
    </message>
    <message>
      <source>paused for third party</source>
      <translation>angehalten für Dritte</translation>
    </message>
    <message>
      <source>paused since {when}</source>
      <translation>angehalten seit {when}</translation>
    </message>
    <message>
      <source>paused, nobody said for whom</source>
      <translation>angehalten, niemand sagte für wen</translation>
    </message>
    <message>
      <source>pending</source>
      <translation>noch offen</translation>
    </message>
    <message>
      <source>pin taken away</source>
      <translation>Anheftung gelöst</translation>
    </message>
    <message>
      <source>pinned</source>
      <translation>angeheftet</translation>
    </message>
    <message>
      <source>priority changed</source>
      <translation>Priorität geändert</translation>
    </message>
    <message>
      <source>proof issued</source>
      <translation>Nachweis ausgestellt</translation>
    </message>
    <message>
      <source>provider</source>
      <translation>Dienstleister</translation>
    </message>
    <message>
      <source>queues</source>
      <translation>Arbeitskörbe</translation>
    </message>
    <message>
      <source>re-opened</source>
      <translation>wieder geöffnet</translation>
    </message>
    <message>
      <source>ready</source>
      <translation>bereit</translation>
    </message>
    <message>
      <source>reassign to {to}</source>
      <translation>Neuzuweisung an {to}</translation>
    </message>
    <message>
      <source>reassigned</source>
      <translation>neu zugewiesen</translation>
    </message>
    <message>
      <source>request taken back</source>
      <translation>Bitte zurückgenommen</translation>
    </message>
    <message>
      <source>requested</source>
      <translation>erbeten</translation>
    </message>
    <message>
      <source>resumed</source>
      <translation>fortgesetzt</translation>
    </message>
    <message>
      <source>review revised</source>
      <translation>Prüfung überarbeitet</translation>
    </message>
    <message>
      <source>review submitted</source>
      <translation>Prüfung eingereicht</translation>
    </message>
    <message>
      <source>revised</source>
      <translation>überarbeitet</translation>
    </message>
    <message>
      <source>sample drawn</source>
      <translation>Stichprobe gezogen</translation>
    </message>
    <message>
      <source>scheduled</source>
      <translation>eingeplant</translation>
    </message>
    <message>
      <source>settled</source>
      <translation>beigelegt</translation>
    </message>
    <message>
      <source>since {when}</source>
      <translation>seit {when}</translation>
    </message>
    <message>
      <source>skipped</source>
      <translation>übersprungen</translation>
    </message>
    <message>
      <source>somebody to take it</source>
      <translation>jemanden, der ihn nimmt</translation>
    </message>
    <message>
      <source>started</source>
      <translation>begonnen</translation>
    </message>
    <message>
      <source>step {k}</source>
      <translation>Schritt {k}</translation>
    </message>
    <message>
      <source>step {k} of {n}</source>
      <translation>Schritt {k} von {n}</translation>
    </message>
    <message>
      <source>still loading: not all events are here</source>
      <translation>lädt noch: nicht alle Ereignisse sind hier</translation>
    </message>
    <message>
      <source>submitted</source>
      <translation>eingereicht</translation>
    </message>
    <message>
      <source>suspended</source>
      <translation>unterbrochen</translation>
    </message>
    <message>
      <source>system</source>
      <translation>System</translation>
    </message>
    <message>
      <source>tag {tag} taken away</source>
      <translation>Schlagwort {tag} entfernt</translation>
    </message>
    <message>
      <source>tagged</source>
      <translation>mit Schlagwort versehen</translation>
    </message>
    <message>
      <source>tagged {tag}</source>
      <translation>Schlagwort {tag}</translation>
    </message>
    <message>
      <source>taken back</source>
      <translation>zurückgenommen</translation>
    </message>
    <message>
      <source>the SLA state</source>
      <translation>den Zustand des SLA</translation>
    </message>
    <message>
      <source>the case was closed without it</source>
      <translation>der Vorgang wurde ohne das geschlossen</translation>
    </message>
    <message>
      <source>the client</source>
      <translation>Auftraggeber</translation>
    </message>
    <message>
      <source>the customer</source>
      <translation>Kunde</translation>
    </message>
    <message>
      <source>the new value</source>
      <translation>der neue Wert</translation>
    </message>
    <message>
      <source>the old value</source>
      <translation>der alte Wert</translation>
    </message>
    <message>
      <source>the reason</source>
      <translation>der Grund</translation>
    </message>
    <message>
      <source>the same, summed over work items; {hours}</source>
      <translation>dasselbe, über Arbeitsposten summiert; {hours}</translation>
    </message>
    <message>
      <source>third party</source>
      <translation>Dritte</translation>
    </message>
    <message>
      <source>time unknown</source>
      <translation>Zeit unbekannt</translation>
    </message>
    <message>
      <source>to be reviewed</source>
      <translation>zu prüfen</translation>
    </message>
    <message>
      <source>today {time}</source>
      <translation>heute {time}</translation>
    </message>
    <message>
      <source>together</source>
      <translation>zusammen</translation>
    </message>
    <message>
      <source>took {span}</source>
      <translation>dauerte {span}</translation>
    </message>
    <message>
      <source>under 0.1 %</source>
      <translation>unter 0,1 %</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>unbekannt</translation>
    </message>
    <message>
      <source>unmasked</source>
      <translation>aufgedeckt</translation>
    </message>
    <message>
      <source>values before a change</source>
      <translation>Werte vor einer Änderung</translation>
    </message>
    <message>
      <source>viewed</source>
      <translation>angesehen</translation>
    </message>
    <message>
      <source>waiting for: {what}</source>
      <translation>wartet auf: {what}</translation>
    </message>
    <message>
      <source>was due {when}</source>
      <translation>war fällig {when}</translation>
    </message>
    <message>
      <source>was due {when}, {span} before</source>
      <translation>war fällig {when}, {span} davor</translation>
    </message>
    <message>
      <source>was due {when}, {span} late</source>
      <translation>war fällig {when}, {span} zu spät</translation>
    </message>
    <message>
      <source>when things happened</source>
      <translation>wann etwas geschah</translation>
    </message>
    <message>
      <source>when work started</source>
      <translation>wann die Bearbeitung begann</translation>
    </message>
    <message>
      <source>whether a case is over</source>
      <translation>ob ein Vorgang vorbei ist</translation>
    </message>
    <message>
      <source>which side somebody works for</source>
      <translation>für welche Seite jemand arbeitet</translation>
    </message>
    <message>
      <source>who acted</source>
      <translation>wer handelte</translation>
    </message>
    <message>
      <source>with nobody</source>
      <translation>bei niemandem</translation>
    </message>
    <message>
      <source>with {who}</source>
      <translation>bei {who}</translation>
    </message>
    <message>
      <source>withdrawn</source>
      <translation>zurückgezogen</translation>
    </message>
    <message>
      <source>work</source>
      <translation>Bearbeitung</translation>
    </message>
    <message>
      <source>{elapsed} from {start} to {end} (not over)</source>
      <translation>{elapsed} von {start} bis {end} (nicht vorbei)</translation>
    </message>
    <message>
      <source>{elapsed} from {start} to {end} (over)</source>
      <translation>{elapsed} von {start} bis {end} (vorbei)</translation>
    </message>
    <message>
      <source>{field} changed</source>
      <translation>{field} geändert</translation>
    </message>
    <message>
      <source>{note} on: {what}</source>
      <translation>{note} zu: {what}</translation>
    </message>
    <message>
      <source>{n} comments</source>
      <translation>{n} Kommentare</translation>
    </message>
    <message>
      <source>{n}, {sides} of them between sides, {back} straight back</source>
      <translation>{n}, davon {sides} zwischen Seiten, {back} gleich zurück</translation>
    </message>
    <message>
      <source>{process}, version {version}</source>
      <translation>{process}, Version {version}</translation>
    </message>
    <message>
      <source>{queue}, person unknown</source>
      <translation>{queue}, Person unbekannt</translation>
    </message>
    <message>
      <source>{status}, re-opened {n}x</source>
      <translation>{status}, {n}x wieder geöffnet</translation>
    </message>
    <message>
      <source>{step} (in another order)</source>
      <translation>{step} (in anderer Reihenfolge)</translation>
    </message>
    <message>
      <source>{step}, as it is now</source>
      <translation>{step}, wie es jetzt ist</translation>
    </message>
    <message>
      <source>{step}, visit {k} of {n}</source>
      <translation>{step}, Besuch {k} von {n}</translation>
    </message>
    <message>
      <source>{step}, visit {n}</source>
      <translation>{step}, Besuch {n}</translation>
    </message>
    <message>
      <source>{system} must act; the desk only asks and changes nothing of the case.</source>
      <translation>{system} muss handeln; der Arbeitsplatz bittet nur und ändert am Vorgang nichts.</translation>
    </message>
    <message>
      <source>{waiting}, clock paused {span}</source>
      <translation>{waiting}, Fristuhr angehalten {span}</translation>
    </message>
    <message>
      <source>{what} for {side}</source>
      <translation>{what} für {side}</translation>
    </message>
    <message>
      <source>{what} in {hand}</source>
      <translation>{what} in {hand}</translation>
    </message>
    <message>
      <source>{what} to {hand}</source>
      <translation>{what} an {hand}</translation>
    </message>
    <message>
      <source>{what}: covered until it is unmasked (Ctrl+Shift+X)</source>
      <translation>{what}: verdeckt, bis es aufgedeckt wird (Strg+Umschalt+X)</translation>
    </message>
    <message>
      <source>{what}: masked for clients of the engagement</source>
      <translation>{what}: verdeckt für Auftraggeber</translation>
    </message>
    <message>
      <source>{when}, done late</source>
      <translation>{when}, zu spät erledigt</translation>
    </message>
    <message>
      <source>{when}, overdue</source>
      <translation>{when}, überfällig</translation>
    </message>
    <message>
      <source>{who} for {whom}</source>
      <translation>{who} für {whom}</translation>
    </message>
    <message>
      <source>{words}; waited {span}</source>
      <translation>{words}; wartete {span}</translation>
    </message>
  </context>
  <context>
    <name>cell</name>
    <message>
      <source>Asked for; nothing in the log shows that the system acted.</source>
      <translation>Erbeten; nichts im Protokoll zeigt, dass das System gehandelt hat.</translation>
    </message>
    <message>
      <source>Inferred from the process definition:</source>
      <translation>Aus der Prozessdefinition geschlossen:</translation>
    </message>
    <message>
      <source>Last with: the case is over.</source>
      <translation>Zuletzt bei: der Vorgang ist vorbei.</translation>
    </message>
    <message>
      <source>Nobody asked for reassignment or escalation.</source>
      <translation>Niemand hat um Neuzuweisung oder Eskalation gebeten.</translation>
    </message>
    <message>
      <source>Nobody asks for it any more.</source>
      <translation>Niemand bittet mehr darum.</translation>
    </message>
    <message>
      <source>Nobody has it: it will not move by itself.</source>
      <translation>Niemand hat ihn: er bewegt sich nicht von selbst.</translation>
    </message>
    <message>
      <source>Person: {name}</source>
      <translation>Person: {name}</translation>
    </message>
    <message>
      <source>Queue: {name}</source>
      <translation>Arbeitskorb: {name}</translation>
    </message>
    <message>
      <source>Side: {side}</source>
      <translation>Seite: {side}</translation>
    </message>
    <message>
      <source>The case was closed without it.</source>
      <translation>Der Vorgang wurde ohne das geschlossen.</translation>
    </message>
    <message>
      <source>The clock is paused for: {side}</source>
      <translation>Die Fristuhr ist angehalten für: {side}</translation>
    </message>
    <message>
      <source>The clock is paused: {reason}</source>
      <translation>Die Fristuhr ist angehalten: {reason}</translation>
    </message>
    <message>
      <source>The last step that was done:</source>
      <translation>Der letzte erledigte Schritt:</translation>
    </message>
    <message>
      <source>The log shows that the work went to whom it was asked for.</source>
      <translation>Das Protokoll zeigt, dass die Arbeit dorthin ging, wohin sie erbeten war.</translation>
    </message>
    <message>
      <source>The source can tell who holds the work, and nobody does.</source>
      <translation>Die Quelle kann sagen, wer die Arbeit hat, und niemand hat sie.</translation>
    </message>
    <message>
      <source>The source does not record this, or left it unknown.</source>
      <translation>Die Quelle vermerkt das nicht, oder ließ es unbekannt.</translation>
    </message>
    <message>
      <source>The source knows due dates and gives none for this case.</source>
      <translation>Die Quelle kennt Fälligkeiten und gibt für diesen Vorgang keine an.</translation>
    </message>
    <message>
      <source>The source says nothing about this.</source>
      <translation>Die Quelle sagt nichts dazu.</translation>
    </message>
    <message>
      <source>Was over and was opened again: {n} times</source>
      <translation>War vorbei und wurde wieder geöffnet: {n} Mal</translation>
    </message>
    <message>
      <source>after {step}</source>
      <translation>nach {step}</translation>
    </message>
    <message>
      <source>and {n} more</source>
      <translation>und {n} weitere</translation>
    </message>
    <message>
      <source>at risk</source>
      <translation>gefährdet</translation>
    </message>
    <message>
      <source>breached</source>
      <translation>verletzt</translation>
    </message>
    <message>
      <source>cancelled</source>
      <translation>storniert</translation>
    </message>
    <message>
      <source>case over</source>
      <translation>Vorgang vorbei</translation>
    </message>
    <message>
      <source>client</source>
      <translation>Auftraggeber</translation>
    </message>
    <message>
      <source>closed</source>
      <translation>geschlossen</translation>
    </message>
    <message>
      <source>closed late</source>
      <translation>zu spät geschlossen</translation>
    </message>
    <message>
      <source>customer</source>
      <translation>Kunde</translation>
    </message>
    <message>
      <source>done</source>
      <translation>erledigt</translation>
    </message>
    <message>
      <source>met</source>
      <translation>eingehalten</translation>
    </message>
    <message>
      <source>next: {step}</source>
      <translation>dann: {step}</translation>
    </message>
    <message>
      <source>nobody</source>
      <translation>niemand</translation>
    </message>
    <message>
      <source>none</source>
      <translation>keine</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>nichts</translation>
    </message>
    <message>
      <source>on track</source>
      <translation>im Plan</translation>
    </message>
    <message>
      <source>open</source>
      <translation>offen</translation>
    </message>
    <message>
      <source>open or closed: unknown</source>
      <translation>offen oder geschlossen: unbekannt</translation>
    </message>
    <message>
      <source>pending</source>
      <translation>noch offen</translation>
    </message>
    <message>
      <source>provider</source>
      <translation>Dienstleister</translation>
    </message>
    <message>
      <source>system</source>
      <translation>System</translation>
    </message>
    <message>
      <source>taken back</source>
      <translation>zurückgenommen</translation>
    </message>
    <message>
      <source>third party</source>
      <translation>Dritte</translation>
    </message>
    <message>
      <source>timer</source>
      <translation>Zeitgeber</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>unbekannt</translation>
    </message>
    <message>
      <source>unknown step</source>
      <translation>unbekannter Schritt</translation>
    </message>
    <message>
      <source>work</source>
      <translation>Bearbeitung</translation>
    </message>
    <message>
      <source>{n} in all, {more} of them after the first</source>
      <translation>{n} insgesamt, davon {more} nach dem ersten</translation>
    </message>
    <message>
      <source>{n} recorded, {open} of them not accepted</source>
      <translation>{n} vermerkt, davon {open} nicht freigegeben</translation>
    </message>
    <message>
      <source>{open} open of {n}</source>
      <translation>{open} offen von {n}</translation>
    </message>
    <message>
      <source>{side} (paused)</source>
      <translation>{side} (angehalten)</translation>
    </message>
  </context>
  <context>
    <name>copy</name>
    <message>
      <source>A list of cases or the past has no link: choose rows.</source>
      <translation>Eine Liste von Vorgängen oder die Vergangenheit hat keinen Link: wählen Sie Zeilen.</translation>
    </message>
    <message>
      <source>Copied {lines}</source>
      <translation>Kopiert: {lines}</translation>
    </message>
    <message>
      <source>Copied {links}</source>
      <translation>Kopiert: {links}</translation>
    </message>
    <message>
      <source>No case is chosen: select rows of the queue.</source>
      <translation>Kein Vorgang ist gewählt: wählen Sie Zeilen der Vorgangsliste.</translation>
    </message>
    <message>
      <source>line</source>
      <translation>Zeile</translation>
    </message>
    <message>
      <source>lines</source>
      <translation>Zeilen</translation>
    </message>
    <message>
      <source>link</source>
      <translation>Link</translation>
    </message>
    <message>
      <source>links</source>
      <translation>Links</translation>
    </message>
  </context>
  <context>
    <name>failures</name>
    <message>
      <source>Something in the desk itself went wrong ({kind}). What is stored is unharmed.</source>
      <translation>Im Programm selbst ging etwas schief ({kind}). Das Gespeicherte ist unversehrt.</translation>
    </message>
    <message>
      <source>Try again. The log folder holds the details for a report.</source>
      <translation>Versuchen Sie es noch einmal. Der Protokollordner enthält die Einzelheiten für eine Meldung.</translation>
    </message>
  </context>
  <context>
    <name>jump</name>
    <message>
      <source>reason, {kind}</source>
      <translation>Grund, {kind}</translation>
    </message>
  </context>
  <context>
    <name>key</name>
    <message>
      <source>cache key for this run only</source>
      <translation>Schlüssel nur für diesen Lauf</translation>
    </message>
    <message>
      <source>cache key from BPO_DESK_KEY</source>
      <translation>Schlüssel aus BPO_DESK_KEY</translation>
    </message>
  </context>
  <context>
    <name>kind</name>
    <message>
      <source>aborted</source>
      <translation>abgebrochen</translation>
    </message>
    <message>
      <source>assigned</source>
      <translation>zugewiesen</translation>
    </message>
    <message>
      <source>cancelled</source>
      <translation>storniert</translation>
    </message>
    <message>
      <source>clock paused</source>
      <translation>Fristuhr angehalten</translation>
    </message>
    <message>
      <source>clock resumed</source>
      <translation>Fristuhr läuft weiter</translation>
    </message>
    <message>
      <source>closed</source>
      <translation>geschlossen</translation>
    </message>
    <message>
      <source>comment added</source>
      <translation>Kommentar</translation>
    </message>
    <message>
      <source>completed</source>
      <translation>abgeschlossen</translation>
    </message>
    <message>
      <source>contact received</source>
      <translation>Kontakt eingegangen</translation>
    </message>
    <message>
      <source>corrected</source>
      <translation>berichtigt</translation>
    </message>
    <message>
      <source>dispute raised</source>
      <translation>Einspruch erhoben</translation>
    </message>
    <message>
      <source>dispute settled</source>
      <translation>Einspruch beigelegt</translation>
    </message>
    <message>
      <source>document added</source>
      <translation>Dokument hinzugefügt</translation>
    </message>
    <message>
      <source>due changed</source>
      <translation>Fälligkeit geändert</translation>
    </message>
    <message>
      <source>exit accepted</source>
      <translation>Abweichung freigegeben</translation>
    </message>
    <message>
      <source>exit recorded</source>
      <translation>Prozess verlassen</translation>
    </message>
    <message>
      <source>exported</source>
      <translation>exportiert</translation>
    </message>
    <message>
      <source>feedback answered</source>
      <translation>Rückmeldung beantwortet</translation>
    </message>
    <message>
      <source>feedback received</source>
      <translation>Rückmeldung erhalten</translation>
    </message>
    <message>
      <source>field changed</source>
      <translation>Feld geändert</translation>
    </message>
    <message>
      <source>linked</source>
      <translation>verknüpft</translation>
    </message>
    <message>
      <source>noted</source>
      <translation>vermerkt</translation>
    </message>
    <message>
      <source>opened</source>
      <translation>eröffnet</translation>
    </message>
    <message>
      <source>pinned</source>
      <translation>angeheftet</translation>
    </message>
    <message>
      <source>priority changed</source>
      <translation>Priorität geändert</translation>
    </message>
    <message>
      <source>proof issued</source>
      <translation>Nachweis ausgestellt</translation>
    </message>
    <message>
      <source>reassigned</source>
      <translation>neu zugewiesen</translation>
    </message>
    <message>
      <source>reopened</source>
      <translation>wieder geöffnet</translation>
    </message>
    <message>
      <source>request withdrawn</source>
      <translation>Bitte zurückgenommen</translation>
    </message>
    <message>
      <source>requested</source>
      <translation>erbeten</translation>
    </message>
    <message>
      <source>resumed</source>
      <translation>fortgesetzt</translation>
    </message>
    <message>
      <source>review revised</source>
      <translation>Prüfung überarbeitet</translation>
    </message>
    <message>
      <source>review submitted</source>
      <translation>Prüfung eingereicht</translation>
    </message>
    <message>
      <source>sample drawn</source>
      <translation>Stichprobe gezogen</translation>
    </message>
    <message>
      <source>scheduled</source>
      <translation>eingeplant</translation>
    </message>
    <message>
      <source>skipped</source>
      <translation>übersprungen</translation>
    </message>
    <message>
      <source>started</source>
      <translation>begonnen</translation>
    </message>
    <message>
      <source>suspended</source>
      <translation>unterbrochen</translation>
    </message>
    <message>
      <source>tagged</source>
      <translation>mit Schlagwort versehen</translation>
    </message>
    <message>
      <source>unmasked</source>
      <translation>aufgedeckt</translation>
    </message>
    <message>
      <source>viewed</source>
      <translation>angesehen</translation>
    </message>
    <message>
      <source>withdrawn</source>
      <translation>zurückgezogen</translation>
    </message>
  </context>
  <context>
    <name>notices</name>
    <message>
      <source>at risk of breach</source>
      <translation>Fristverletzung droht</translation>
    </message>
    <message>
      <source>commented by the client</source>
      <translation>vom Auftraggeber kommentiert</translation>
    </message>
    <message>
      <source>handed over</source>
      <translation>übergeben</translation>
    </message>
    <message>
      <source>left its process</source>
      <translation>hat seinen Prozess verlassen</translation>
    </message>
  </context>
  <context>
    <name>process</name>
    <message>
      <source>A map discovered from the log: there is no process definition</source>
      <translation>Eine aus dem Protokoll ermittelte Karte: es gibt keine Prozessdefinition</translation>
    </message>
    <message>
      <source>No open case has a due date</source>
      <translation>Kein offener Vorgang hat eine Fälligkeit</translation>
    </message>
    <message>
      <source>No open case stands at a step</source>
      <translation>Kein offener Vorgang steht in einem Schritt</translation>
    </message>
    <message>
      <source>No step is overdue</source>
      <translation>Kein Schritt ist überfällig</translation>
    </message>
    <message>
      <source>The process definition cannot be drawn. {why}</source>
      <translation>Die Prozessdefinition kann nicht gezeichnet werden. {why}</translation>
    </message>
    <message>
      <source>The stronger the colour, the longer cases stand there: {step} has median {n}</source>
      <translation>Je kräftiger die Farbe, desto länger stehen Vorgänge dort: {step} hat den Median {n}</translation>
    </message>
    <message>
      <source>The stronger the colour, the more cases are overdue: {step} has {n}</source>
      <translation>Je kräftiger die Farbe, desto mehr Vorgänge sind überfällig: {step} hat {n}</translation>
    </message>
    <message>
      <source>The stronger the colour, the more open cases: {step} has {n}</source>
      <translation>Je kräftiger die Farbe, desto mehr offene Vorgänge: {step} hat {n}</translation>
    </message>
    <message>
      <source>There is no process definition to judge the cases by.</source>
      <translation>Es gibt keine Prozessdefinition, nach der die Vorgänge beurteilt werden können.</translation>
    </message>
    <message>
      <source>There is no process definition, and no log to discover a map from.</source>
      <translation>Es gibt keine Prozessdefinition, und kein Protokoll, aus dem eine Karte ermittelt werden kann.</translation>
    </message>
    <message>
      <source>all cases</source>
      <translation>alle Vorgänge</translation>
    </message>
    <message>
      <source>as often</source>
      <translation>gleich oft</translation>
    </message>
    <message>
      <source>case</source>
      <translation>Vorgang</translation>
    </message>
    <message>
      <source>cases</source>
      <translation>Vorgänge</translation>
    </message>
    <message>
      <source>exit recorded by the source</source>
      <translation>von der Quelle vermerkte Abweichung</translation>
    </message>
    <message>
      <source>extra step</source>
      <translation>zusätzlicher Schritt</translation>
    </message>
    <message>
      <source>from {a} to {b}</source>
      <translation>von {a} bis {b}</translation>
    </message>
    <message>
      <source>less often, -{n} points</source>
      <translation>seltener, -{n} Punkte</translation>
    </message>
    <message>
      <source>more often, +{n} points</source>
      <translation>häufiger, +{n} Punkte</translation>
    </message>
    <message>
      <source>no case ever names {steps}: perhaps the source cannot record it</source>
      <translation>kein Vorgang nennt je {steps}: vielleicht kann die Quelle es nicht vermerken</translation>
    </message>
    <message>
      <source>no time to judge exactly: {n}</source>
      <translation>keine Zeit, genau zu urteilen: {n}</translation>
    </message>
    <message>
      <source>not drawn: {what}</source>
      <translation>nicht gezeichnet: {what}</translation>
    </message>
    <message>
      <source>not judged</source>
      <translation>nicht beurteilt</translation>
    </message>
    <message>
      <source>of these open and not accepted</source>
      <translation>davon offen und nicht freigegeben</translation>
    </message>
    <message>
      <source>off the defined path</source>
      <translation>neben dem festgelegten Weg</translation>
    </message>
    <message>
      <source>on the defined path</source>
      <translation>auf dem festgelegten Weg</translation>
    </message>
    <message>
      <source>only in {versions}</source>
      <translation>nur in {versions}</translation>
    </message>
    <message>
      <source>step left out</source>
      <translation>Schritt ausgelassen</translation>
    </message>
    <message>
      <source>step not in the process</source>
      <translation>Schritt nicht im Prozess</translation>
    </message>
    <message>
      <source>step out of order</source>
      <translation>Schritt in falscher Reihenfolge</translation>
    </message>
    <message>
      <source>the same</source>
      <translation>gleich</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>unbekannt</translation>
    </message>
    <message>
      <source>unnamed</source>
      <translation>ohne Namen</translation>
    </message>
    <message>
      <source>without any step: {n}</source>
      <translation>ganz ohne Schritt: {n}</translation>
    </message>
    <message>
      <source>yyyy-MM-dd</source>
      <translation>dd.MM.yyyy</translation>
    </message>
    <message>
      <source>{n} cases opened {period}</source>
      <translation>{n} Vorgänge eröffnet {period}</translation>
    </message>
    <message>
      <source>{n} longer</source>
      <translation>{n} länger</translation>
    </message>
    <message>
      <source>{n} rarer flows</source>
      <translation>{n} seltenere Flüsse</translation>
    </message>
    <message>
      <source>{n} rarer steps ({visits} visits)</source>
      <translation>{n} seltenere Schritte ({visits} Besuche)</translation>
    </message>
    <message>
      <source>{n} shorter</source>
      <translation>{n} kürzer</translation>
    </message>
    <message>
      <source>{process}, version {version}</source>
      <translation>{process}, Version {version}</translation>
    </message>
    <message>
      <source>{process}, version {version} drawn; {cases} of {all} cases ({open} open) ran on other versions, each opens on its own</source>
      <translation>{process}, Version {version} gezeichnet; {cases} von {all} Vorgängen ({open} offen) liefen in anderen Versionen, jeder öffnet sich in seiner</translation>
    </message>
    <message>
      <source>{step} (not on the diagram)</source>
      <translation>{step} (nicht im Diagramm)</translation>
    </message>
    <message>
      <source>{step} was first</source>
      <translation>{step} war der erste</translation>
    </message>
    <message>
      <source>{step} was last so far</source>
      <translation>{step} war bisher der letzte</translation>
    </message>
  </context>
  <context>
    <name>queue</name>
    <message>
      <source>Ad hoc</source>
      <translation>Ad hoc</translation>
    </message>
    <message>
      <source>Ad-hoc tasks: open / all</source>
      <translation>Ad-hoc-Aufgaben: offen / alle</translation>
    </message>
    <message>
      <source>Age</source>
      <translation>Alter</translation>
    </message>
    <message>
      <source>Asked for</source>
      <translation>Erbeten</translation>
    </message>
    <message>
      <source>By the engagement's rule: {words}.</source>
      <translation>Nach der Regel des Auftrags: {words}.</translation>
    </message>
    <message>
      <source>Case</source>
      <translation>Vorgang</translation>
    </message>
    <message>
      <source>Client</source>
      <translation>Auftraggeber</translation>
    </message>
    <message>
      <source>Connect to a shared database</source>
      <translation>Mit einer gemeinsamen Datenbank verbinden</translation>
    </message>
    <message>
      <source>Contacts</source>
      <translation>Kontakte</translation>
    </message>
    <message>
      <source>Copied the first {0} of {1} rows</source>
      <translation>Die ersten {0} von {1} Zeilen kopiert</translation>
    </message>
    <message>
      <source>Copied {rows}</source>
      <translation>Kopiert: {rows}</translation>
    </message>
    <message>
      <source>Current step</source>
      <translation>Aktueller Schritt</translation>
    </message>
    <message>
      <source>Exits</source>
      <translation>Abweichungen</translation>
    </message>
    <message>
      <source>Filter by {column} ...</source>
      <translation>Nach {column} filtern ...</translation>
    </message>
    <message>
      <source>Hidden by the filter: {cases}.</source>
      <translation>Vom Filter verborgen: {cases}.</translation>
    </message>
    <message>
      <source>How long ago the last event was</source>
      <translation>Wie lange das letzte Ereignis her ist</translation>
    </message>
    <message>
      <source>How long this holder has had it without interruption</source>
      <translation>Wie lange dieser Bearbeiter ihn ununterbrochen hat</translation>
    </message>
    <message>
      <source>How often the case left its defined process</source>
      <translation>Wie oft der Vorgang seinen festgelegten Prozess verließ</translation>
    </message>
    <message>
      <source>How often the case was over and was opened again</source>
      <translation>Wie oft der Vorgang vorbei war und wieder geöffnet wurde</translation>
    </message>
    <message>
      <source>How often the customer got in touch about it</source>
      <translation>Wie oft sich der Kunde dazu gemeldet hat</translation>
    </message>
    <message>
      <source>How what was asked of the system that owns the case stands</source>
      <translation>Wie es um das steht, was vom führenden System erbeten wurde</translation>
    </message>
    <message>
      <source>In whose hands</source>
      <translation>In wessen Händen</translation>
    </message>
    <message>
      <source>Last activity</source>
      <translation>Letzte Aktivität</translation>
    </message>
    <message>
      <source>No case matches</source>
      <translation>Kein Vorgang passt</translation>
    </message>
    <message>
      <source>No case of {engagement} has: {parts}</source>
      <translation>Kein Vorgang von {engagement} hat: {parts}</translation>
    </message>
    <message>
      <source>No cases here yet</source>
      <translation>Noch keine Vorgänge hier</translation>
    </message>
    <message>
      <source>Not</source>
      <translation>Nicht</translation>
    </message>
    <message>
      <source>Nothing has been imported for this engagement, or nothing has been synced yet.</source>
      <translation>Für diesen Auftrag wurde nichts importiert, oder noch nichts abgeglichen.</translation>
    </message>
    <message>
      <source>Nothing has been synced yet, nothing was imported into the shared database, or this login has no role in any
engagement there: whoever administers the shared database gives it one.</source>
      <translation>Noch wurde nichts abgeglichen, nichts in die gemeinsame Datenbank importiert, oder diese Anmeldung hat dort in keinem
Auftrag eine Rolle: wer die gemeinsame Datenbank verwaltet, vergibt sie.</translation>
    </message>
    <message>
      <source>Number of the case in its source</source>
      <translation>Nummer des Vorgangs in seiner Quelle</translation>
    </message>
    <message>
      <source>Numbers like it: {near}.</source>
      <translation>Ähnliche Nummern: {near}.</translation>
    </message>
    <message>
      <source>Only</source>
      <translation>Nur</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Öffnen</translation>
    </message>
    <message>
      <source>Person, queue or side that has the case now</source>
      <translation>Person, Arbeitskorb oder Seite, die den Vorgang jetzt hat</translation>
    </message>
    <message>
      <source>Priority</source>
      <translation>Priorität</translation>
    </message>
    <message>
      <source>Priority as the source names it</source>
      <translation>Priorität, wie die Quelle sie nennt</translation>
    </message>
    <message>
      <source>Process</source>
      <translation>Prozess</translation>
    </message>
    <message>
      <source>Process definition that the case runs on</source>
      <translation>Prozessdefinition, nach der der Vorgang läuft</translation>
    </message>
    <message>
      <source>Re-opened</source>
      <translation>Wieder geöffnet</translation>
    </message>
    <message>
      <source>SLA</source>
      <translation>SLA</translation>
    </message>
    <message>
      <source>Show all cases</source>
      <translation>Alle Vorgänge zeigen</translation>
    </message>
    <message>
      <source>Since</source>
      <translation>Seit</translation>
    </message>
    <message>
      <source>State of the SLA as the source says it</source>
      <translation>Zustand des SLA, wie die Quelle ihn nennt</translation>
    </message>
    <message>
      <source>The first load from the shared database is still running.</source>
      <translation>Das erste Laden aus der gemeinsamen Datenbank läuft noch.</translation>
    </message>
    <message>
      <source>There is no engagement in the local copy yet</source>
      <translation>In der lokalen Kopie ist noch kein Auftrag</translation>
    </message>
    <message>
      <source>This copy holds no case</source>
      <translation>Diese Kopie enthält keinen Vorgang</translation>
    </message>
    <message>
      <source>This engagement has no cases here</source>
      <translation>Dieser Auftrag hat hier keine Vorgänge</translation>
    </message>
    <message>
      <source>Time left</source>
      <translation>Restzeit</translation>
    </message>
    <message>
      <source>Time since the case was opened, or from opening to closing</source>
      <translation>Zeit seit der Eröffnung, oder von der Eröffnung bis zum Schließen</translation>
    </message>
    <message>
      <source>Time until the case is due</source>
      <translation>Zeit, bis der Vorgang fällig ist</translation>
    </message>
    <message>
      <source>Title</source>
      <translation>Titel</translation>
    </message>
    <message>
      <source>Title of the case</source>
      <translation>Titel des Vorgangs</translation>
    </message>
    <message>
      <source>Waiting for</source>
      <translation>Wartet auf</translation>
    </message>
    <message>
      <source>What has to happen next for the case to move</source>
      <translation>Was geschehen muss, damit sich der Vorgang bewegt</translation>
    </message>
    <message>
      <source>Where the case is in its process</source>
      <translation>Wo der Vorgang in seinem Prozess steht</translation>
    </message>
    <message>
      <source>Whose customer or account the case is about</source>
      <translation>Wessen Kunde oder Konto der Vorgang betrifft</translation>
    </message>
    <message>
      <source>a list of {cases}</source>
      <translation>eine Liste: {cases}</translation>
    </message>
    <message>
      <source>ad hoc</source>
      <translation>Ad hoc</translation>
    </message>
    <message>
      <source>age</source>
      <translation>Alter</translation>
    </message>
    <message>
      <source>asked for</source>
      <translation>Erbeten</translation>
    </message>
    <message>
      <source>case</source>
      <translation>Vorgang</translation>
    </message>
    <message>
      <source>cases</source>
      <translation>Vorgänge</translation>
    </message>
    <message>
      <source>client</source>
      <translation>Auftraggeber</translation>
    </message>
    <message>
      <source>contacts</source>
      <translation>Kontakte</translation>
    </message>
    <message>
      <source>current step</source>
      <translation>aktueller Schritt</translation>
    </message>
    <message>
      <source>data as of {when}</source>
      <translation>Datenstand {when}</translation>
    </message>
    <message>
      <source>exits</source>
      <translation>Abweichungen</translation>
    </message>
    <message>
      <source>in whose hands</source>
      <translation>in wessen Händen</translation>
    </message>
    <message>
      <source>last activity</source>
      <translation>letzte Aktivität</translation>
    </message>
    <message>
      <source>nearest: {near}</source>
      <translation>am nächsten: {near}</translation>
    </message>
    <message>
      <source>priority</source>
      <translation>Priorität</translation>
    </message>
    <message>
      <source>process</source>
      <translation>Prozess</translation>
    </message>
    <message>
      <source>re-opened</source>
      <translation>wieder geöffnet</translation>
    </message>
    <message>
      <source>row</source>
      <translation>Zeile</translation>
    </message>
    <message>
      <source>rows</source>
      <translation>Zeilen</translation>
    </message>
    <message>
      <source>since</source>
      <translation>seit</translation>
    </message>
    <message>
      <source>sla</source>
      <translation>SLA</translation>
    </message>
    <message>
      <source>sorted by {columns}</source>
      <translation>sortiert nach {columns}</translation>
    </message>
    <message>
      <source>the queue as of {when}</source>
      <translation>die Vorgangsliste mit Stand {when}</translation>
    </message>
    <message>
      <source>time left</source>
      <translation>Restzeit</translation>
    </message>
    <message>
      <source>title</source>
      <translation>Titel</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>unbekannt</translation>
    </message>
    <message>
      <source>waiting for</source>
      <translation>wartet auf</translation>
    </message>
    <message>
      <source>{column}, descending</source>
      <translation>{column}, absteigend</translation>
    </message>
    <message>
      <source>{shown} of {cases}</source>
      <translation>{cases}, davon gezeigt: {shown}</translation>
    </message>
  </context>
  <context>
    <name>retention</name>
    <message>
      <source>closed case</source>
      <translation>geschlossener Vorgang</translation>
    </message>
    <message>
      <source>closed cases</source>
      <translation>geschlossene Vorgänge</translation>
    </message>
    <message>
      <source>{cases} not in this copy</source>
      <translation>{cases} nicht in dieser Kopie</translation>
    </message>
    <message>
      <source>{cases} not in this copy (closed before {day})</source>
      <translation>{cases} nicht in dieser Kopie (vor {day} geschlossen)</translation>
    </message>
  </context>
  <context>
    <name>rights</name>
    <message>
      <source>Clients ask for escalation; who works on a case is the provider's to say.</source>
      <translation>Auftraggeber bitten um Eskalation; wer einen Vorgang bearbeitet, bestimmt der Dienstleister.</translation>
    </message>
    <message>
      <source>Clients write what both sides see: notes, tasks, requests.</source>
      <translation>Auftraggeber schreiben, was beide Seiten sehen: Notizen, Aufgaben, Bitten.</translation>
    </message>
    <message>
      <source>Masked values are never given to clients.</source>
      <translation>Verdeckte Werte werden Auftraggebern nie gegeben.</translation>
    </message>
    <message>
      <source>Your role here reads and does not write.</source>
      <translation>Ihre Rolle liest hier und schreibt nicht.</translation>
    </message>
  </context>
  <context>
    <name>sync</name>
    <message>
      <source>Theirs and yours stand in the menu of views (Ctrl+S).</source>
      <translation>Deren und Ihres stehen im Menü der Ansichten (Strg+S).</translation>
    </message>
    <message>
      <source>acknowledged</source>
      <translation>bestätigt</translation>
    </message>
    <message>
      <source>ad-hoc task: {text}</source>
      <translation>Ad-hoc-Aufgabe: {text}</translation>
    </message>
    <message>
      <source>asked {system}: {what} to {to}</source>
      <translation>{system} gebeten: {what} an {to}</translation>
    </message>
    <message>
      <source>case exported as {form}</source>
      <translation>Vorgang exportiert als {form}</translation>
    </message>
    <message>
      <source>case viewed</source>
      <translation>Vorgang angesehen</translation>
    </message>
    <message>
      <source>comment on an event: {text}</source>
      <translation>Kommentar zu einem Ereignis: {text}</translation>
    </message>
    <message>
      <source>complete</source>
      <translation>vollständig</translation>
    </message>
    <message>
      <source>complete, compared {when}</source>
      <translation>vollständig, geprüft {when}</translation>
    </message>
    <message>
      <source>discarded</source>
      <translation>verworfen</translation>
    </message>
    <message>
      <source>draft of the review by {who}, round {n}</source>
      <translation>Entwurf der Prüfung durch {who}, Runde {n}</translation>
    </message>
    <message>
      <source>drawn into the sample {sample}</source>
      <translation>in die Stichprobe {sample} gezogen</translation>
    </message>
    <message>
      <source>event flagged</source>
      <translation>Ereignis markiert</translation>
    </message>
    <message>
      <source>event pinned</source>
      <translation>Ereignis angeheftet</translation>
    </message>
    <message>
      <source>event tagged: {tag}</source>
      <translation>Ereignis mit Schlagwort: {tag}</translation>
    </message>
    <message>
      <source>exit accepted: {reason}</source>
      <translation>Abweichung freigegeben: {reason}</translation>
    </message>
    <message>
      <source>feedback answered: {text}</source>
      <translation>Rückmeldung beantwortet: {text}</translation>
    </message>
    <message>
      <source>first load: {done} of {of} events</source>
      <translation>erstes Laden: {done} von {of} Ereignissen</translation>
    </message>
    <message>
      <source>follows the case</source>
      <translation>verfolgt den Vorgang</translation>
    </message>
    <message>
      <source>follows the case no longer</source>
      <translation>verfolgt den Vorgang nicht mehr</translation>
    </message>
    <message>
      <source>list of {count} cases exported as {form}</source>
      <translation>Liste von {count} Vorgängen exportiert als {form}</translation>
    </message>
    <message>
      <source>need attention</source>
      <translation>zu klären</translation>
    </message>
    <message>
      <source>needs attention</source>
      <translation>zu klären</translation>
    </message>
    <message>
      <source>never</source>
      <translation>nie</translation>
    </message>
    <message>
      <source>note in a review: {text}</source>
      <translation>Vermerk in einer Prüfung: {text}</translation>
    </message>
    <message>
      <source>note: {text}</source>
      <translation>Notiz: {text}</translation>
    </message>
    <message>
      <source>on its way</source>
      <translation>unterwegs</translation>
    </message>
    <message>
      <source>pin taken away</source>
      <translation>Anheftung gelöst</translation>
    </message>
    <message>
      <source>refused</source>
      <translation>abgelehnt</translation>
    </message>
    <message>
      <source>request taken back: {reason}</source>
      <translation>Bitte zurückgenommen: {reason}</translation>
    </message>
    <message>
      <source>review by {who} revised, round {n}</source>
      <translation>Prüfung durch {who} überarbeitet, Runde {n}</translation>
    </message>
    <message>
      <source>review by {who} submitted, round {n}</source>
      <translation>Prüfung durch {who} eingereicht, Runde {n}</translation>
    </message>
    <message>
      <source>review by {who}, round {n}</source>
      <translation>Prüfung durch {who}, Runde {n}</translation>
    </message>
    <message>
      <source>somebody was faster</source>
      <translation>jemand war schneller</translation>
    </message>
    <message>
      <source>tag taken away: {tag}</source>
      <translation>Schlagwort entfernt: {tag}</translation>
    </message>
    <message>
      <source>task done: {step}</source>
      <translation>Aufgabe erledigt: {step}</translation>
    </message>
    <message>
      <source>task handed over: {step}</source>
      <translation>Aufgabe übergeben: {step}</translation>
    </message>
    <message>
      <source>tried {n}x: {error}</source>
      <translation>{n}x versucht: {error}</translation>
    </message>
    <message>
      <source>value unmasked</source>
      <translation>Wert aufgedeckt</translation>
    </message>
    <message>
      <source>view of the team taken away: {name}</source>
      <translation>Ansicht des Teams entfernt: {name}</translation>
    </message>
    <message>
      <source>view of the team: {name}</source>
      <translation>Ansicht des Teams: {name}</translation>
    </message>
    <message>
      <source>waits to be sent</source>
      <translation>wartet auf das Senden</translation>
    </message>
    <message>
      <source>{n} waiting</source>
      <translation>{n} zu senden</translation>
    </message>
    <message>
      <source>{n} waiting since {when}</source>
      <translation>{n} zu senden seit {when}</translation>
    </message>
    <message>
      <source>{process}: step {step} put onto the diagram</source>
      <translation>{process}: Schritt {step} dem Diagramm zugeordnet</translation>
    </message>
    <message>
      <source>{when} ({age} ago)</source>
      <translation>{when} (vor {age})</translation>
    </message>
  </context>
  <context>
    <name>team</name>
    <message>
      <source>Week of {day}</source>
      <translation>Woche vom {day}</translation>
    </message>
    <message>
      <source>field</source>
      <translation>Feld</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>unbekannt</translation>
    </message>
    <message>
      <source>{field} changed</source>
      <translation>{field} geändert</translation>
    </message>
    <message>
      <source>{queue}, person unknown</source>
      <translation>{queue}, Person unbekannt</translation>
    </message>
    <message>
      <source>{what} to {hand}</source>
      <translation>{what} an {hand}</translation>
    </message>
  </context>
  <context>
    <name>time</name>
    <message>
      <source>d</source>
      <translation>T</translation>
    </message>
    <message>
      <source>h</source>
      <translation>h</translation>
    </message>
    <message>
      <source>m</source>
      <translation>m</translation>
    </message>
    <message>
      <source>min</source>
      <translation>min</translation>
    </message>
    <message>
      <source>s</source>
      <translation>s</translation>
    </message>
    <message>
      <source>time unknown</source>
      <translation>Zeit unbekannt</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>unbekannt</translation>
    </message>
    <message>
      <source>y</source>
      <translation>J</translation>
    </message>
    <message>
      <source>{day} {month} {year}</source>
      <translation>{day:0&gt;2}.{number}.{year}</translation>
    </message>
    <message>
      <source>{weekday} {day} {month} {year}</source>
      <translation>{weekday} {day}. {month} {year}</translation>
    </message>
  </context>
  <context>
    <name>timeline</name>
    <message>
      <source>Case and clock</source>
      <translation>Vorgang und Fristuhr</translation>
    </message>
    <message>
      <source>Client</source>
      <translation>Auftraggeber</translation>
    </message>
    <message>
      <source>Clock</source>
      <translation>Fristuhr</translation>
    </message>
    <message>
      <source>Comments and documents</source>
      <translation>Kommentare und Dokumente</translation>
    </message>
    <message>
      <source>Contacts</source>
      <translation>Kontakte</translation>
    </message>
    <message>
      <source>Customer</source>
      <translation>Kunde</translation>
    </message>
    <message>
      <source>Exits</source>
      <translation>Abweichungen</translation>
    </message>
    <message>
      <source>Feedback</source>
      <translation>Rückmeldungen</translation>
    </message>
    <message>
      <source>Field changes</source>
      <translation>Feldänderungen</translation>
    </message>
    <message>
      <source>Name unknown</source>
      <translation>Name unbekannt</translation>
    </message>
    <message>
      <source>Nobody named</source>
      <translation>Niemand genannt</translation>
    </message>
    <message>
      <source>Persons</source>
      <translation>Personen</translation>
    </message>
    <message>
      <source>Provider</source>
      <translation>Dienstleister</translation>
    </message>
    <message>
      <source>Queues</source>
      <translation>Arbeitskörbe</translation>
    </message>
    <message>
      <source>Reviews</source>
      <translation>Prüfungen</translation>
    </message>
    <message>
      <source>Side unknown</source>
      <translation>Seite unbekannt</translation>
    </message>
    <message>
      <source>System</source>
      <translation>System</translation>
    </message>
    <message>
      <source>T0 = {time}</source>
      <translation>T0 = {time}</translation>
    </message>
    <message>
      <source>Third party</source>
      <translation>Dritte</translation>
    </message>
    <message>
      <source>Views, exports, pins</source>
      <translation>Ansehen, Exporte, Anheften</translation>
    </message>
    <message>
      <source>Work</source>
      <translation>Bearbeitung</translation>
    </message>
    <message>
      <source>Zoom in for single events</source>
      <translation>Für einzelne Ereignisse näher heran</translation>
    </message>
    <message>
      <source>a task without a name</source>
      <translation>eine Aufgabe ohne Namen</translation>
    </message>
    <message>
      <source>assigned, waiting</source>
      <translation>zugewiesen, wartet</translation>
    </message>
    <message>
      <source>business time</source>
      <translation>Geschäftszeit</translation>
    </message>
    <message>
      <source>client</source>
      <translation>Auftraggeber</translation>
    </message>
    <message>
      <source>closed hours</source>
      <translation>außer Geschäftszeit</translation>
    </message>
    <message>
      <source>comment</source>
      <translation>Kommentar</translation>
    </message>
    <message>
      <source>contact</source>
      <translation>Kontakt</translation>
    </message>
    <message>
      <source>customer</source>
      <translation>Kunde</translation>
    </message>
    <message>
      <source>document</source>
      <translation>Dokument</translation>
    </message>
    <message>
      <source>done</source>
      <translation>erledigt</translation>
    </message>
    <message>
      <source>dropped</source>
      <translation>fallen gelassen</translation>
    </message>
    <message>
      <source>event</source>
      <translation>Ereignis</translation>
    </message>
    <message>
      <source>events</source>
      <translation>Ereignisse</translation>
    </message>
    <message>
      <source>events: few, many</source>
      <translation>Ereignisse: wenige, viele</translation>
    </message>
    <message>
      <source>exit</source>
      <translation>Abweichung</translation>
    </message>
    <message>
      <source>exit, feedback or review</source>
      <translation>Abweichung, Rückmeldung oder Prüfung</translation>
    </message>
    <message>
      <source>feedback</source>
      <translation>Rückmeldung</translation>
    </message>
    <message>
      <source>field change, note</source>
      <translation>Feldänderung, Notiz</translation>
    </message>
    <message>
      <source>gaps folded</source>
      <translation>Lücken eingeklappt</translation>
    </message>
    <message>
      <source>nobody named</source>
      <translation>niemand genannt</translation>
    </message>
    <message>
      <source>nothing recorded</source>
      <translation>nichts vermerkt</translation>
    </message>
    <message>
      <source>opened, closed</source>
      <translation>eröffnet, geschlossen</translation>
    </message>
    <message>
      <source>paused</source>
      <translation>angehalten</translation>
    </message>
    <message>
      <source>paused for {side}</source>
      <translation>angehalten für {side}</translation>
    </message>
    <message>
      <source>pending</source>
      <translation>noch nicht bestätigt</translation>
    </message>
    <message>
      <source>pinned</source>
      <translation>angeheftet</translation>
    </message>
    <message>
      <source>provider</source>
      <translation>Dienstleister</translation>
    </message>
    <message>
      <source>review</source>
      <translation>Prüfung</translation>
    </message>
    <message>
      <source>side unknown</source>
      <translation>Seite unbekannt</translation>
    </message>
    <message>
      <source>still so</source>
      <translation>immer noch so</translation>
    </message>
    <message>
      <source>system</source>
      <translation>System</translation>
    </message>
    <message>
      <source>third party</source>
      <translation>Dritte</translation>
    </message>
    <message>
      <source>to {time}</source>
      <translation>bis {time}</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>unbekannt</translation>
    </message>
    <message>
      <source>up to {wait}</source>
      <translation>bis zu {wait}</translation>
    </message>
    <message>
      <source>work</source>
      <translation>Bearbeitung</translation>
    </message>
    <message>
      <source>work on {step}</source>
      <translation>Bearbeitung von {step}</translation>
    </message>
    <message>
      <source>{n} without a time: in the table only</source>
      <translation>{n} ohne Zeit: nur in der Tabelle</translation>
    </message>
    <message>
      <source>{step} is suspended</source>
      <translation>{step} ist unterbrochen</translation>
    </message>
    <message>
      <source>{step} waits</source>
      <translation>{step} wartet</translation>
    </message>
    <message>
      <source>{who}, {side}: {what}, {start} {end}</source>
      <translation>{who}, {side}: {what}, {start} {end}</translation>
    </message>
    <message>
      <source>{who}: {events} in view</source>
      <translation>{who}: {events} im Blick</translation>
    </message>
    <message>
      <source>{who}: {events} in view, zoom in to have them read</source>
      <translation>{who}: {events} im Blick, näher heran, um sie vorlesen zu lassen</translation>
    </message>
  </context>
  <context>
    <name>views</name>
    <message>
      <source>Change a view of the team to what is shown</source>
      <translation>Eine Ansicht des Teams auf das Gezeigte ändern</translation>
    </message>
    <message>
      <source>Default view of a role</source>
      <translation>Standardansicht einer Rolle</translation>
    </message>
    <message>
      <source>Keep mine</source>
      <translation>Meine behalten</translation>
    </message>
    <message>
      <source>Keep theirs</source>
      <translation>Deren behalten</translation>
    </message>
    <message>
      <source>Show mine</source>
      <translation>Meine zeigen</translation>
    </message>
    <message>
      <source>Show theirs</source>
      <translation>Deren zeigen</translation>
    </message>
    <message>
      <source>Take a view away from the team</source>
      <translation>Dem Team eine Ansicht entziehen</translation>
    </message>
    <message>
      <source>This view was taken away, or is of another version of the desk. It is not shown.</source>
      <translation>Diese Ansicht wurde entfernt oder ist von einer anderen Version des Programms. Sie wird nicht gezeigt.</translation>
    </message>
    <message>
      <source>by {who}</source>
      <translation>von {who}</translation>
    </message>
    <message>
      <source>default of {role}</source>
      <translation>Standard für {role}</translation>
    </message>
    <message>
      <source>of none</source>
      <translation>für keine</translation>
    </message>
    <message>
      <source>waits to be sent</source>
      <translation>wartet auf das Senden</translation>
    </message>
    <message>
      <source>{name}: changed by somebody else first</source>
      <translation>{name}: zuerst von jemand anderem geändert</translation>
    </message>
  </context>
  <context>
    <name>work</name>
    <message>
      <source>Ad-hoc task</source>
      <translation>Ad-hoc-Aufgabe</translation>
    </message>
    <message>
      <source>Add the task to {cases}</source>
      <translation>Aufgabe hinzufügen: {cases}</translation>
    </message>
    <message>
      <source>All {all} get it.</source>
      <translation>Alle bekommen es: {all}.</translation>
    </message>
    <message>
      <source>Ask for escalation</source>
      <translation>Eskalation erbitten</translation>
    </message>
    <message>
      <source>Ask for reassignment</source>
      <translation>Neuzuweisung erbitten</translation>
    </message>
    <message>
      <source>Ask for {cases}</source>
      <translation>Erbitten: {cases}</translation>
    </message>
    <message>
      <source>Flag</source>
      <translation>Markieren</translation>
    </message>
    <message>
      <source>Flag {cases}</source>
      <translation>Markieren: {cases}</translation>
    </message>
    <message>
      <source>Follow</source>
      <translation>Verfolgen</translation>
    </message>
    <message>
      <source>Follow no longer</source>
      <translation>Nicht mehr verfolgen</translation>
    </message>
    <message>
      <source>Follow {cases}</source>
      <translation>Verfolgen: {cases}</translation>
    </message>
    <message>
      <source>Follow {cases} no longer</source>
      <translation>Nicht mehr verfolgen: {cases}</translation>
    </message>
    <message>
      <source>Give the reason: it stands in the log of each case.</source>
      <translation>Nennen Sie den Grund: er steht im Protokoll jedes Vorgangs.</translation>
    </message>
    <message>
      <source>Give the task a short name.</source>
      <translation>Geben Sie der Aufgabe einen kurzen Namen.</translation>
    </message>
    <message>
      <source>Left out: {count} {why} ({numbers})</source>
      <translation>Ausgelassen: {count} {why} ({numbers})</translation>
    </message>
    <message>
      <source>Say to whom it should go.</source>
      <translation>Sagen Sie, an wen es gehen soll.</translation>
    </message>
    <message>
      <source>Stopped: {count} of {wanted} got it. That stays written and is sent.</source>
      <translation>Angehalten: {wanted}, davon haben es {count} bekommen. Das bleibt geschrieben und wird gesendet.</translation>
    </message>
    <message>
      <source>Take back what was asked of {cases}</source>
      <translation>Erbetenes zurücknehmen: {cases}</translation>
    </message>
    <message>
      <source>Take flags away</source>
      <translation>Markierungen aufheben</translation>
    </message>
    <message>
      <source>Take requests back</source>
      <translation>Bitten zurücknehmen</translation>
    </message>
    <message>
      <source>Take the flags of {cases} away</source>
      <translation>Markierungen aufheben: {cases}</translation>
    </message>
    <message>
      <source>The case does not get it.</source>
      <translation>Der Vorgang bekommt es nicht.</translation>
    </message>
    <message>
      <source>The case gets it.</source>
      <translation>Der Vorgang bekommt es.</translation>
    </message>
    <message>
      <source>The task is the desk's own: it stands beside the process of the case.</source>
      <translation>Die Aufgabe gehört dem Arbeitsplatz: sie steht neben dem Prozess des Vorgangs.</translation>
    </message>
    <message>
      <source>Write a note</source>
      <translation>Notiz schreiben</translation>
    </message>
    <message>
      <source>Write the note on {cases}</source>
      <translation>Notiz schreiben: {cases}</translation>
    </message>
    <message>
      <source>Write what the note says.</source>
      <translation>Schreiben Sie, was die Notiz sagt.</translation>
    </message>
    <message>
      <source>a source that is unknown</source>
      <translation>eine unbekannte Quelle</translation>
    </message>
    <message>
      <source>acknowledged</source>
      <translation>bestätigt</translation>
    </message>
    <message>
      <source>case</source>
      <translation>Vorgang</translation>
    </message>
    <message>
      <source>cases</source>
      <translation>Vorgänge</translation>
    </message>
    <message>
      <source>closed or cancelled</source>
      <translation>geschlossen oder storniert</translation>
    </message>
    <message>
      <source>flag goes</source>
      <translation>Markierung entfällt</translation>
    </message>
    <message>
      <source>flagged already</source>
      <translation>schon markiert</translation>
    </message>
    <message>
      <source>flags go</source>
      <translation>Markierungen entfallen</translation>
    </message>
    <message>
      <source>followed by you already</source>
      <translation>von Ihnen schon verfolgt</translation>
    </message>
    <message>
      <source>in these hands already</source>
      <translation>schon in diesen Händen</translation>
    </message>
    <message>
      <source>not flagged</source>
      <translation>nicht markiert</translation>
    </message>
    <message>
      <source>not followed by you</source>
      <translation>von Ihnen nicht verfolgt</translation>
    </message>
    <message>
      <source>refused</source>
      <translation>abgelehnt</translation>
    </message>
    <message>
      <source>request is taken back</source>
      <translation>Bitte wird zurückgenommen</translation>
    </message>
    <message>
      <source>requests are taken back</source>
      <translation>Bitten werden zurückgenommen</translation>
    </message>
    <message>
      <source>taken note of</source>
      <translation>zur Kenntnis genommen</translation>
    </message>
    <message>
      <source>to be sent</source>
      <translation>zu senden</translation>
    </message>
    <message>
      <source>without a request that is pending</source>
      <translation>ohne eine noch offene Bitte</translation>
    </message>
    <message>
      <source>without any event in the local copy</source>
      <translation>ohne ein Ereignis in der lokalen Kopie</translation>
    </message>
    <message>
      <source>{count} are selected; {most} are the most in one go. Narrow the filter or the selection.</source>
      <translation>{count} sind ausgewählt; {most} sind das Meiste auf einmal. Verengen Sie den Filter oder die Auswahl.</translation>
    </message>
    <message>
      <source>{count} written: {parts}</source>
      <translation>{count} geschrieben: {parts}</translation>
    </message>
    <message>
      <source>{some} of {all} get it.</source>
      <translation>{all}, davon bekommen es {some}.</translation>
    </message>
    <message>
      <source>{systems} must act: the desk asks, and changes nothing of the case itself.</source>
      <translation>{systems} muss handeln: der Arbeitsplatz bittet und ändert selbst nichts am Vorgang.</translation>
    </message>
    <message>
      <source>{words}; the log keeps who did it and why.</source>
      <translation>{words}; das Protokoll behält, wer es tat und warum.</translation>
    </message>
  </context>
</TS>
