<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
  <context>
    <name>AccessLogPanel</name>
    <message>
      <source>; only the latest {held} are searched</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Access log</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Close</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Filter of the access log</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Filter: a name, a case, what was done</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing is written down: nobody exported a case, and no role's looks are asked to be noted.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Who looked at which case, or let it leave the desk</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{shown} of {found} entries</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>AccessTableModel</name>
    <message>
      <source>As what, for whom, why</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Side</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>When</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Who</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>AsOfBar</name>
    <message>
      <source>As of {when}, from the events up to then</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Back to now</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Making the queue as of {when} ...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Moment that the queue is shown as of</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show the queue of then</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The queue as it was at</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Times in {zone}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>d MMM yyyy HH:mm</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>AttentionPanel</name>
    <message>
      <source>&amp;Copy my text</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Edit, then send</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Open the case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Send it again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Send mine again on top</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Close</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Decided</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Had written</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep &amp;theirs</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Needs attention</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>State</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What needs attention</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What was &amp;decided</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What was &amp;decided ({n})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What was decided</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>When</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Written</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>CaseHeader</name>
    <message>
      <source>Back to the queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Back to the queue (Esc)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Follow</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Follow the case no longer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Follow the case; others see that you do</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Following</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Note</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Write a note on the case (Ctrl+N)</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>CaseNotes</name>
    <message>
      <source>Comment on this event</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Comment on: {what}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New tag ...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Note on the case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pin this event</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tag: {what}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take the pin away</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Unmask a value ...</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>CaseScreen</name>
    <message>
      <source>Copied as text</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No case is open. Choose one in the queue, or jump to one with Ctrl+K.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Opening case {number} ...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} of {all} events; the filter hides the others</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Chip</name>
    <message>
      <source>case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unknown how many</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ChipsBar</name>
    <message>
      <source>Ad-hoc open</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>At risk</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Copied {numbers} that no case has</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Due today</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Has an ad-hoc task that is not done</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Holder absent</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>In exception</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Left its process, not accepted yet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No case has: {numbers}
A click copies all of them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No movement</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Not found</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Only these cases; a click shows all again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open, and at risk as the source says</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open, and due before the day ends</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open, and no person has it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open, and nothing happened for long</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open, and the due time is over</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Overdue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pasted list</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Re-opened</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Repeat contact</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The customer came back about it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Unassigned</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Waiting for the client</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Waiting for the customer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Was over and was opened again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Who has it is away: no source records that yet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>With client</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>With customer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>number</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>numbers</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ClientBand</name>
    <message>
      <source>&amp;Back to your own desk</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>It left this copy and is not kept when you go back. Nothing is written.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Without internal events; masked values and staff as the client gets them. Nothing is written.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>You see what {client} sees · Esc back</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{number}, read from the shared database · Esc back</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ClientLooking</name>
    <message>
      <source>bpo_desk - what {client} sees</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>bpo_desk - {number}, only read</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ClientViewPlace</name>
    <message>
      <source>&amp;Read it from the shared database</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Esc stops it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The shared database is asked for what the client sees.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The shared database keeps all of it; any new event brings it back.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What the client sees is loaded: {done} of {of} events.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{number} is read from the shared database.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>CommandPalette</name>
    <message>
      <source>Command</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Commands that match</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ComparePanel</name>
    <message>
      <source>Both cases as they are now; steps of the same name stand side by side.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cases, {period}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Compare</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Compare by</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Compared with {moment}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Comparison</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Difference</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>First</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Flow</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Flows</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Flows in both periods</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mark a moment, then move the slider; or name another case.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mark this moment</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No case tells when it was opened: there are no periods to compare.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Number of the case to compare with</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Periods to compare</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Second</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show these cases in the queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Step</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Steps</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Steps in both periods</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The periods are being compared.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Then move the slider: what differs is listed here (Ctrl+B)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Time, {period}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Until next step, {period}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>from</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>or another case by its number</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the days chosen here</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the last {n} days and the {n} before</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>to</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>yyyy-MM-dd</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} cases, {open} not closed</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Comparison</name>
    <message>
      <source>Field</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What I wrote and what is there, field by field</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>differs</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>nothing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{field}: mine {mine}, theirs {theirs}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ConformancePanel</name>
    <message>
      <source>By month of opening</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Judging goes on: {n} of {all} cases read exactly</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep the figures that are there; the tab goes on when it is looked at again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Left the process by</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Not judged</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Off</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>On</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>On the path</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Opened in</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show these cases in the queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Step</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Steps where cases leave the process</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stop</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The cases are being judged.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Times</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ways of leaving the process</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Which share of the cases keeps to the process is unknown.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{share} of the judged cases keep to the process</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ConnectionDialog</name>
    <message>
      <source>&amp;Close</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Stop</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Test</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Use it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Connect to a shared database</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>It is the &amp;same database as before, at a new address</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No file is named.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>See the steps with a sign of warning before.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Test again; the log folder may say why.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The test ended before it was done.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The test was stopped.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This works. Use it, and the first sync begins.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Write its path, or choose it.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ConnectionForm</name>
    <message>
      <source>&amp;Authority</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Database</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;File</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Host</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;User</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A PostgreSQL server that several people share</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A file knows no logins: whoever can open it sees and writes everything. On a share of the network SQLite cannot lock safely; several people need a server.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A file on this computer (SQLite, for one person)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A server elsewhere must prove itself by a certificate for exactly this name (verify-full), over TLS 1.3; the password is proven (SCRAM, channel binding) and never sent. There is no switch for less.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose the file of the certificate authority</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose the file of the shared database</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Kind of shared database</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pass&amp;word</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Por&amp;t</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Port</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>empty: the authorities that this system trusts</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>empty: the one in the key store of this system, or none</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ConnectionPlace</name>
    <message>
      <source>The password is kept for this run only, until the desk is locked.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>DeedForm</name>
    <message>
      <source>Due</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Level</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reason</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Seen by</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Task</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Text</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>To</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>both sides may read it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>by</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>internal: our side only</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>yyyy-MM-dd HH:mm</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>DeskStatusBar</name>
    <message>
      <source>What was refused, with theirs and yours (Ctrl+Shift+U)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>oldest of {when}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Diagram</name>
    <message>
      <source> and </source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>100 %</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ad-hoc sub-process</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Annotation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>As a table</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Boundary event</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Business rule task</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Call activity</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Call choreography</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Call conversation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choreography task</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Complex gateway</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Conversation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Copy as image</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Data input</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Data object</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Data output</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Data store</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Element</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>End event</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Event-based gateway</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Exclusive gateway</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Find an element</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Group</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Inclusive gateway</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Intermediate event</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Lane</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Manual task</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Message</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Parallel gateway</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pool</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Receive task</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Save as PDF, sheets of A3 ...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Save as PDF, sheets of A4 ...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Save as PNG ...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Save as SVG ...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Save the diagram</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Script task</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Send task</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Service task</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Start event</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sub-choreography</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sub-conversation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sub-process</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Task</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Throwing event</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Transaction</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>User task</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Whole diagram</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>cancel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>compensation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>condition</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>current</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>done</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>error</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>escalation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>exited</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>failed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>from {names}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>left the process: {how}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>link</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>message</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>multiple</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>next</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>not reached</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>overdue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>parallel multiple</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>signal</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>terminate</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>timer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>to {names}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>visit {numbers}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>waiting</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} open</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} times</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{kind} ({trigger})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{kind} after {names}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{kind} after {names}, before {others}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{kind} before {names}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{kind} on {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{names} and {n} more</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} ({flow})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{state}, inferred</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{state}; left the process: {how}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>DiagramPane</name>
    <message>
      <source>{n} steps of the case are not drawn</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>DiagramTrail</name>
    <message>
      <source>Diagram of the file</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Diagram {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Process</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Way into the process</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>DiagramView</name>
    <message>
      <source>Process diagram</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>EditForm</name>
    <message>
      <source>Back</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Send as edited (Ctrl+Enter)</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ElementTable</name>
    <message>
      <source>Process diagram as a table</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ElementTableModel</name>
    <message>
      <source>Comes from</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Element</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Goes to</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Kind</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stands in</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>State</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Times</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Visits</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>EventDetail</name>
    <message>
      <source> (ad-hoc task)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>About</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Comment on this event</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Comments</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Handed to</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>It is kept on this machine and goes to the shared database with the next sync.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>More</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No event is selected. Choose one in the timeline, the table or the diagram.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Occurred</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Old</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pin this event, or take the pin away</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Recorded</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Selected event</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Side</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Source</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Source record</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Step</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tag this event</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tags</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Text</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Visible to</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Who</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Withheld</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Work item</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>nobody named</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>not yet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>pinned</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{pending}: not yet acknowledged</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>EventTable</name>
    <message>
      <source>Events</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>EventTableModel</name>
    <message>
      <source>Comment, reason</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Old → new</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Side</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Step</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>When</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Who</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>not yet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>occurred {occurred}
recorded {recorded}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Exports</name>
    <message>
      <source>Audit-trail report</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Export again when you need it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>For whom? It stands on the cover, and in the trail of the case.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No case is chosen: open one, or select rows of the queue.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Save as</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The case is on the clipboard</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The export was stopped; nothing was written.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Writing the report ...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Writing {file}: {done} of {rows} rows - Ctrl+. stops</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{file} is written</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{file} is written, with {count} cases</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>FactsPanel</name>
    <message>
      <source>Compare</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Exits</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Facts</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Facts of the case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Feedback</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fields</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reviews</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tasks</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Time</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>FieldPanel</name>
    <message>
      <source>Cases with the same value</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fields</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>History of the field</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show in the queue the cases whose field has this value now</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>FiguresModel</name>
    <message>
      <source>Enter or a double click shows these cases: {words}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>FilterBar</name>
    <message>
      <source>Axis: calendar, business time, relative time</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Business events only</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Business time: closed hours folded away</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Calendar time</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Copy picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Events on either side of each hit</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Filter by side, person, step, kind</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Filter events by text</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Filter events: name, step, value, comment</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>From the selected event on</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Lane</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Long gaps folded away</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Only pinned events</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Person</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Picture of the timeline</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Save as PNG ...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Save as SVG ...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show all events</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Side</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Step</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Times from the selected event (R)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Type a name into the field for the others</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Up to the selected event</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>business only</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>event</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>events</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>from an event on</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>pinned</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>up to an event</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} of {all}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>FilterLine</name>
    <message>
      <source>Filter the queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Filter: words, or holder:ann step:"Verify identity" due&lt;2d -status:closed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What may come next in the filter</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>FindBar</name>
    <message>
      <source>Find an element</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{at} of {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} found</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ForgottenPanel</name>
    <message>
      <source>&amp;Forgotten the passphrase?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New passphrase, at least 10 characters</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nobody can open the local copy without it, and nobody can tell it to you. The cases are not lost: the shared database has them, and the next sync brings them again. What was written here and not sent yet is lost with it.

The files are put aside, not deleted: if the passphrase comes back to you, they can be put back.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Once more</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Put the files aside and &amp;begin anew</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The box is not ticked.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The two passphrases differ; nothing was changed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tick it if you know what is lost.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Type both again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What is not sent is lost: I &amp;know</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Freshness</name>
    <message>
      <source>Data as of {when}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The first load is still running.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The local copy has never agreed with the shared database.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>as of {when}, live</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>as of {when}, sync failed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>as of {when}, {age} old</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>never synced</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>partial, as of {when}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>GroupPanel</name>
    <message>
      <source>A case in several groups counts in each.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Client</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Close the groups</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Close the groups (Ctrl+G)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Current step</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Due day</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Group by</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Groups of the queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>In whose hands</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Only these cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Process</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show them on a timeline</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Side</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>group</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>groups</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>listed case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>listed cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{groups} of {cases}.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>GroupTableModel</name>
    <message>
      <source>A click shows only these cases; Back (Alt+Left) takes that away</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cases of the group among those that are listed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Group</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Half of the cases are younger</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Median age</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nine of ten cases are no older</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open, and the due time is over</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Overdue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>P90 age</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>nobody</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>none</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unnamed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{side} (paused)</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>HelpWindow</name>
    <message>
      <source>Filter words</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keys</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keys and filter words</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>as the chip does</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>asked of the source system, and nothing shows that it acted</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>both words, in number, title, client, reference, step or holder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>counts</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>from and to; also numbers and days: opened:2026-05-01..2026-05-07</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>is exactly this</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>less than two days left; units w d h m s</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>no due date; any: some due date</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>not</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>older</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>one of several</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>one or the other</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the cases that I follow</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the last event is longer ago</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the name contains it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>words that somebody said; the last one may go on</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>JumpBox</name>
    <message>
      <source>Jump to a case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Jump: case number, or words to filter by   (Ctrl+K)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What the text may mean</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>JumpPlace</name>
    <message>
      <source>Case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cases at step</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cases in</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cases of</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Filter the queue by</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nearest number</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No case, reference, person, step or text has this</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Of what was said only the indexed part is searched so far</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pasted list</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reference of case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Said in case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Searching what was said ...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The chip "Not found" copies all of them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The queue is still being read</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What was said cannot be searched now</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{missing} of {all} numbers are of no case here: {numbers}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>LeasePlace</name>
    <message>
      <source>Then the cases of this copy are locked until it has been synced: {when}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>usable without contact until {when} ({left})</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>LinuxLock</name>
    <message>
      <source> and </source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>logind knows no session of this program</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>no screen saver says when it is active</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>there is no session bus</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>there is no system bus</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>LockPlace</name>
    <message>
      <source>It locks by itself after {n} idle minutes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>It never locks by itself: lock_after_minutes is 0</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Lock the desk</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Lock the desk (Ctrl+L)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Locks with the system: no, because {why}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Locks with the system: no, lock_with_system is off</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Locks with the system: yes</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>LockScreen</name>
    <message>
      <source>&amp;Open</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Unlock</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Anybody at this machine can unlock it ({key}): lock the system as well when you leave.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cases are off the screen, the local copy is closed and the sync rests.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Its key is kept under your passphrase; nothing of it is read before. Type the passphrase to start.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Passphrase</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Passphrase of the local copy</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The desk is locked</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The key is in the key store of this system: lock the system as well when you leave.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The local copy is closed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Type the passphrase to go on.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>bpo_desk</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>bpo_desk is locked</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MacLock</name>
    <message>
      <source>the frameworks of macOS cannot be loaded</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MappingPanel</name>
    <message>
      <source>By id or name</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Element that the step stands for</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No case of this version names a step yet.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Not on the diagram</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pick on the diagram</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Steps of the log, unmapped ones first</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take back: {step}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is no process definition to map the steps of the log to.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Undo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{step} is</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MappingTableModel</name>
    <message>
      <source>Because</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Element of the diagram</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Enter or a double click shows these cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Events</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Step of the log</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>by hand</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>by hand: not on the diagram</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>same id</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>same name</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unmapped: no element has this id or name</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{why} (not sent yet)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{why}, {who}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>MomentSlider</name>
    <message>
      <source>As of</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Live</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>One step back  [</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>One step on  ]</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show the case as it is now</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>as it is now</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>before the first event</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>step {k} of {n}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>Notice</name>
    <message>
      <source>Close this notice</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Close this notice (Esc)</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>NoticeList</name>
    <message>
      <source>Also on the desktop</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clear</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Close</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing has happened to the cases that you follow since the desk was opened. Told are hand-offs, the risk of a breach, exits from the process and comments of the client.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Notices</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Notices of followed cases</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>NoticesPlace</name>
    <message>
      <source>What happened to the cases that you follow</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>notice</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>notices</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>OverviewStrip</name>
    <message>
      <source>Overview: the part of the timeline in view</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>overview</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>PathTableModel</name>
    <message>
      <source>Cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Median time</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Path</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Share</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>end</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>under way</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unknown</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>PeekPane</name>
    <message>
      <source>Close (Space or Esc)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Close the peek</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Last events</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>PeekPlace</name>
    <message>
      <source>No row is chosen.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>PeriodBar</name>
    <message>
      <source>All lanes in view</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Back to the queue (Esc)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Day</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Length of the period</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Month</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show these cases in the queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The period after (Ctrl+PgDown)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The period before (Ctrl+PgUp)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Week</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>all of the queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>as of {when}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>event</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>events</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{events} of {cases}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{figures} in {period}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ProcessBar</name>
    <message>
      <source> (flows of the first {n})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source> (flows of the first {n}, reading on)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>All cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Colour by</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Colour the steps by: {figure}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Follow no more paths</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>From the most common path to all</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Most common path</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No paths are recorded</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Overdue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Process</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show these cases in the queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stop</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Time there</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Version of the process</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>all</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>all versions ({cases} cases, {open} open)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unnamed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>version {version} ({cases} cases, {open} open)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} open cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{paths} of {all} paths, {share} of {cases} cases</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ProcessScreen</name>
    <message>
      <source>Click the element of the diagram that “{step}” stands for; the button again ends this.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Compare</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Conformance</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Left: {a}. Right: {b}. Equal colours are equal figures.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mapping</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mapping ({n} unmapped)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No process is shown yet.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Path {n} of {process}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Paths</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Paths, the most common first</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Steps</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Steps with their cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>all cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} late</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{process}: cases that reached {step}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{process}: {flow}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>QueueScreen</name>
    <message>
      <source>Choose columns</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Group and count (Ctrl+G)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Look at the connection</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The queue as it was at a moment (Ctrl+H)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Words are found in what is indexed so far; the next syncs go on.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>reading the queue</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>QueueTable</name>
    <message>
      <source>Work queue</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>QueueTableModel</name>
    <message>
      <source>Click sorts, Shift and click adds a sort, right click chooses columns.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ResultTable</name>
    <message>
      <source>What became of it, case by case</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ResultTableModel</name>
    <message>
      <source>Case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>State</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What was written</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Why</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ReviewPanel</name>
    <message>
      <source>&amp;Submit (Ctrl+Enter)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Close</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Draft, kept {when} by {who}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Findings, one a line</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>It waits to be sent.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep the &amp;draft</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing is kept yet. A draft is seen by reviewers alone, what is submitted is in the log.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Review of the case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Revised {when} by {who}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Score</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Submitted {when} by {who}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Text</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What is typed is not kept yet. Keep it, or close again to drop it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Write a score, a finding or a text first.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>somebody</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{number}: review by {who}, round {n}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ReviewPlace</name>
    <message>
      <source>Open a case, or select one row of the queue, to review it.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>SamplePanel</name>
    <message>
      <source> and {n} more</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>(all cases)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1  Freeze the cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>2  Draw</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>3  Keep and walk</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A sample to review</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Drawn cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Freeze the cases first, then name the seed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>N</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>N in all, by holder in proportion</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>N in all, by step in proportion</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>N of each holder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>N of each step</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sample {sample}: {cases} drawn. Kept, it stands in the log of each of them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Samples that were drawn</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Seed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Walk</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>fixed after the freeze, by neither side: a date and the client's number</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>none</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>simple: N of all</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{engagement}: the cases of the filter  {where}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{engagement}: {cases} frozen as of {as_of}, as known at {known}
Filter: {where}
Digest: {digest}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} {n} of {all}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} of {all}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{sample}: {cases}, drawn {when}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>SamplePlace</name>
    <message>
      <source>A pasted list or the past is no filter: show the queue of now by chips and filter, then draw.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sample {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} of the drawn cases are not in the local copy (any more).</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>StepList</name>
    <message>
      <source>Address</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Certificate</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clock</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Encryption</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Engagements</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>File</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Login</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Name</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Password bound</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Port</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Round trip</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Steps of the test</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tables</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>failed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>look at this</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>looking</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>not looked at</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>not yet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>well</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>StepTableModel</name>
    <message>
      <source>Cases, open or over, that came to the step on one of the paths shown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Median time there</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open on other versions</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Overdue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reached by</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show these cases in the queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show these cases in the queue: {filter}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Step</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The diagram has no such step.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{step} (not on the diagram)</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>SyncPanel</name>
    <message>
      <source>Ask the shared database now (F5)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Close (Esc)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Close the sync panel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Connection</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Copy its text</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Data as of</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Engagement</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Engagements</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Events</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Local copy</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Look at the way to the shared database, or name another</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open the case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>State</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sync</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sync now</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take note, remove</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Why</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Written</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Written here</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Written here: everything has been sent.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Written here: {waiting} to be sent, {refused} to be looked at</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>SyncWatch</name>
    <message>
      <source>It is loaded anew within {n} min; nothing is to be done.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The shared database was restored. What you see is the copy of before.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>last sync failed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>last sync {when}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>loading {done} of {of} events</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>sync failed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>syncing</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>SystemLock</name>
    <message>
      <source>bpo_desk does not know how {system} says it</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>TeamScreen</name>
    <message>
      <source>Go to the first one after: {when}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Go to the last one before: {when}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>None of the {cases} has an event in this period: {period}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>None of these cases has an event whose time is known.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The queue shows no case, so there is nothing on the timeline. Go back and change the filter.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>With an event in {period}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>event</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>events</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{events} without a known time stand in no period.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>TeamTable</name>
    <message>
      <source>Events of the period</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>TeamTableModel</name>
    <message>
      <source>Case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Old → new, comment, reason</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Side</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Step</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>When</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Who</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>TimeBar</name>
    <message>
      <source>Explained time</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Explaining the time ...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>of {elapsed}; {basis}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>TimeField</name>
    <message>
      <source>Go to time</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Go to: 2026-11-21 14:05</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This is no date and time. Write it as 2026-11-21 14:05.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>TimePanel</name>
    <message>
      <source>Parts of the elapsed time</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stretches of time</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>TimelineCanvas</name>
    <message>
      <source>No event of this case has a known time. The table below lists all of them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The filter hides every event that has a time.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Timeline</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} events in {lanes} lanes</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>TimelinePanel</name>
    <message>
      <source>Choose another folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Picture of the timeline</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The picture {path} cannot be written.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>TopBar</name>
    <message>
      <source>Engagement</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The contract whose cases are shown</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>TrailedDiagram</name>
    <message>
      <source>The diagram was saved as {file}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The file does not hold the inside of “{name}”</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{file} could not be written</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>TrendChart</name>
    <message>
      <source>Share of cases on the defined path by month of opening</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>UnmaskDialog</name>
    <message>
      <source>&amp;Reason</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Value</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Say why first.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Unmask</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Unmask a value</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Which value</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Why it is needed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Why it is needed, as the other side may read it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{what}

Who unmasks what, when and why is in the case, for both sides.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>UnmaskPlace</name>
    <message>
      <source>Nothing of the chosen event is withheld: choose one that is.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Values withheld here were never given to this desk: nobody can unmask them.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ViewsMenu</name>
    <message>
      <source>Client: waiting for the client</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Delete a view</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Name of the view: filter, chips, sort, columns and grouping are kept.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Quality: closed in the last week</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Save this view</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Save this view as ...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Saved the view {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Share this view with the team</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Share this view with the team as ...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Supervisor: least time left</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This view is of another version of the desk, which has: {what}. It is not shown.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This view shows no case that is {statuses}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>ViewsPlace</name>
    <message>
      <source>{name}: kept for the team, sent with the next sync</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>WaitingChip</name>
    <message>
      <source>{count} moved</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} new</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{new} would come in, {moved} stand elsewhere now or no longer belong here.
A click, or F5, lists them anew; until then the order stays.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{what} – show</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>WalkBar</name>
    <message>
      <source> · {noted} noted</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Note on this case in the review</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Note on this case in the review; Enter keeps it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sample {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The case before (K)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The next case (J)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Walk no longer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{at} of {count} in the sample</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} in the sample, this is none of them</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>WholeWindow</name>
    <message>
      <source>A note is typed and not kept yet: {cases}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A note was not taken: {why}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>It needs your attention (Ctrl+Shift+U): theirs and yours stand side by side there.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Its data may not be synced yet, or this login has no role in it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep it with Ctrl+Enter, or close again to drop it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The local copy has no engagement {code}.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>WorkPanel</name>
    <message>
      <source>%v of %m cases (%p %)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Close</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Looking at {cases} ...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No escalation path is defined for this engagement: bpo-desk admin escalation says it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stop</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Work on chosen cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{cases} chosen</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{cases} written</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>WorkPlace</name>
    <message>
      <source>No case is chosen: open one, or select rows of the queue.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>WritePane</name>
    <message>
      <source>Discard</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep it; it is sent with the next sync (Ctrl+Enter)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tag</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Text of the note</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What should the next one know?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Who may read it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>a word, such as late</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>both sides may read it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>internal: our side only</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>access</name>
    <message>
      <source>client</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>customer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>exported</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>filter: {words}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>for {whom}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>proof issued</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>provider</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>system</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>third party</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unmasked</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>viewed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{case} and {n} more</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{what} to the clipboard</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>actions</name>
    <message>
      <source>&amp;Back</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Commands</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Comment on the event</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Connect to a shared database</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Copy rows</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Dark</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Desk</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Edit</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Export the queue as shown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Filter the queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Follow the case, or no longer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Follow the chosen cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Forward</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Go</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Group and count the queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Help</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Jump to a case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Keys and filter words</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Light</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Lock the desk</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Mark this moment to compare with</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Next case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Note on the chosen cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Notices of followed cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Open the case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Peek into the case (Space in the queue)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Pin the event, or take the pin away</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Previous case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Process</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Quit</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Sync and unsent notes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Sync now</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Tag the event</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Unmask a value of the event</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;View</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Work</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A &amp;sample to review</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Access lo&amp;g: who looked</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add an ad-hoc &amp;task</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ask for &amp;escalation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ask for &amp;reassignment</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Audit-trail &amp;report</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose c&amp;olumns</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clear the filter</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Copy a lin&amp;k to what is in front</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Copy rows in one &amp;line each</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Copy the &amp;explained time as text</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Copy the case as te&amp;xt</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Copy the case in one &amp;line</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>E&amp;xport the events</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fla&amp;g the chosen cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Follow them no &amp;longer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Larger text</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>One level &amp;up</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Queue as of a mo&amp;ment</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Re&amp;view the case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>S&amp;top the export</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Saved &amp;views of the queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>See as the c&amp;lient does, or go back</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Select &amp;all rows</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sha&amp;re the view with the team</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show the queue on a &amp;timeline</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Smaller text</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take flags a&amp;way</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take requests &amp;back</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Usual text size</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What needs &amp;attention</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Write a &amp;note</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>attention</name>
    <message>
      <source>&amp;Take note, let it go</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ask whoever runs the engagement for the right, then send it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Default view of</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Due</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Edit it, or let it be; the text can be copied.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Element</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ended as</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Findings</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Group</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>It can be done only once: theirs counts. Your text can be copied.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>It cannot be sent: nothing may be said about what was erased.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep &amp;theirs</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep theirs, or send yours again on top of it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mine: {who}
{when}, {age} ago</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing needs attention: all that was written here was taken, or waits to be sent. What the shared database refuses, or somebody else was faster with, is listed here with its text.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Person</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pinned</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reason</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Score</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Seen by</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>State</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Step</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>System</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tag</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Taken away</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Text</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The shared database did not say why.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Theirs: nothing is there instead</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Theirs: {who}
at a time that is not known</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Theirs: {who}
{when}, {age} ago</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>To</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Until</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>View</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>View: {part}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>edited and sent again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>sent again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>somebody</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>theirs stays</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>write needs attention</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>writes need attention</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>case</name>
    <message>
      <source>(!) The old value is not the one recorded before: a change between them is missing.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 comment</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>24x7: calendar unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>24x7: no business calendar</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A map of what this case did: it has no process definition</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ad-hoc task</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ad-hoc tasks</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Asked</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Began</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Business time</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>By</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancelled</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Changes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Client</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clock pauses</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Closed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Contacts</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Contradictions</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Data as of {when}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Due</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Due date</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Effort</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Elapsed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ended</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Events</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Exit</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Explaining the time ...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fact</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Feedback</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Field</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Finding</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Followed by</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Former outcome</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>From ({part})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Handovers</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>In whose hands</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Last activity</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Length</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No ad-hoc task up to this moment.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No feedback up to this moment.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No field has been set in this case.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No field has been set up to this moment.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No sample has drawn this case and nobody has reviewed it up to this moment.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing differs between these two moments.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing has happened yet at this moment.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing is put down to this part.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Old</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open for</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Opened</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Outcome</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Priority</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Process</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Put down to</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Re-openings</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reason</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reference</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Repeat contacts</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>SLA</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>SLA: {state}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Score</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Share, basis</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Since</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Since the first event</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Source</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>State</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Status</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Status in the source</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Status unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Step</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Step, reason</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Task</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Text</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The case has not left the defined process up to this moment.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The process definition cannot be drawn. {why}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The same</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The source does not record {what}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The time cannot be explained: it is not known when the case was opened.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is no process definition, and this case names no step yet.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This source does not record: {what}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Time</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Title</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Took</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Touch time</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Transitions that no reading of the standard lifecycle allows. They are kept as recorded.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Value</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Waiting for</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Waiting time</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>When</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Who</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Withheld, so they cannot be compared</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>a change is missing in {n} places: the old value is not the one recorded before</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>a third party</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>a timer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>aborted</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>ad-hoc tasks</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>after {span}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>after: {step}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>all</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>and {n} more; Enter lists them all</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>and {n} more; choose a part</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>as of {when}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>asked {system} to {what} to {to}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>assigned</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>at least one work item in progress; {hours}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>at risk</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>at: {step}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>before the first event</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>both sides</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>breached</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>business calendar: {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>business time without touch time; {hours}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>calendar: {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>cancelled</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>changes of hands between people, from the last sign of one to the first of the next</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>client</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>clock paused</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>clock pauses</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>clock resumed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>closed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>closed before it was reopened</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>closed hours</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>closed {when}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>comment</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>completed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>contact received</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>corrected</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>created before the first record: it had a value then</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>created {when} by {who}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>customer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>customer contacts</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>customer feedback</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>data as of {when}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>dispute raised</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>dispute settled</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>disputed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>document added</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>done</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>done late</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>done, as the log shows</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>due date changed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>due dates</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>due time unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>due {when}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>due {when} ({span} left)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>due: unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>elapsed without closed hours; {hours}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>ended after: {step}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>escalate to {to}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>every hour counts (24x7): no business calendar applies to the case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>every hour counts: which business calendar holds is unknown ({why})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>exit accepted</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>exits</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>exported</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>feedback answered</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>feedback received</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>field changed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>first recorded {when} by {who}; the source does not record the value before</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>flagged</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>follows the case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>follows the case no longer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>hand-offs between people</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>held, side unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>in progress</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>in whose hands: unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>internal: never leaves the side that wrote it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>last changed {when} by {who}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>last with {who}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>left the process</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>linked to</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>live</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>met</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>never compared with the shared database</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>next: {step} (inferred)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>no due date</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>no due time</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>no step yet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>nobody</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>nobody named</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>none</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>not ended</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>not recorded</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>not set yet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>not started</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>not taken</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>noted</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>nothing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>nothing left to do</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>now</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>on track</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>opened</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>opened {when}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>over, nobody named</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>overdue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>overdue by {span} (was due {when})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>paused for a timer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>paused for client</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>paused for customer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>paused for provider</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>paused for third party</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>paused since {when}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>paused, nobody said for whom</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>pending</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>pin taken away</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>pinned</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>priority changed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>proof issued</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>provider</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>queues</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>re-opened</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>ready</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>reassign to {to}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>reassigned</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>request taken back</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>requested</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>resumed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>review revised</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>review submitted</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>revised</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>sample drawn</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>scheduled</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>settled</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>since {when}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>skipped</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>somebody to take it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>started</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>step {k}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>step {k} of {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>still loading: not all events are here</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>submitted</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>suspended</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>system</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>tag {tag} taken away</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>tagged</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>tagged {tag}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>taken back</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the SLA state</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the case was closed without it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the client</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the customer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the new value</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the old value</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the reason</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the same, summed over work items; {hours}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>third party</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>time unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>to be reviewed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>today {time}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>together</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>took {span}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>under 0.1 %</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unmasked</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>values before a change</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>viewed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>waiting for: {what}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>was due {when}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>was due {when}, {span} before</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>was due {when}, {span} late</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>when things happened</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>when work started</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>whether a case is over</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>which side somebody works for</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>who acted</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>with nobody</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>with {who}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>withdrawn</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>work</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{elapsed} from {start} to {end} (not over)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{elapsed} from {start} to {end} (over)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{field} changed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{note} on: {what}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} comments</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n}, {sides} of them between sides, {back} straight back</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{process}, version {version}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{queue}, person unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{status}, re-opened {n}x</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{step} (in another order)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{step}, as it is now</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{step}, visit {k} of {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{step}, visit {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{system} must act; the desk only asks and changes nothing of the case.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{waiting}, clock paused {span}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{what} for {side}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{what} in {hand}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{what} to {hand}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{what}: covered until it is unmasked (Ctrl+Shift+X)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{what}: masked for clients of the engagement</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{when}, done late</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{when}, overdue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{who} for {whom}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{words}; waited {span}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>cell</name>
    <message>
      <source>Asked for; nothing in the log shows that the system acted.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Inferred from the process definition:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Last with: the case is over.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nobody asked for reassignment or escalation.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nobody asks for it any more.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nobody has it: it will not move by itself.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Person: {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Queue: {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Side: {side}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The case was closed without it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The clock is paused for: {side}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The clock is paused: {reason}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The last step that was done:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The log shows that the work went to whom it was asked for.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The source can tell who holds the work, and nobody does.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The source does not record this, or left it unknown.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The source knows due dates and gives none for this case.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The source says nothing about this.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Was over and was opened again: {n} times</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>after {step}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>and {n} more</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>at risk</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>breached</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>cancelled</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>case over</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>client</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>closed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>closed late</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>customer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>done</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>met</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>next: {step}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>nobody</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>none</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>nothing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>on track</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>open</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>open or closed: unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>pending</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>provider</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>system</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>taken back</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>third party</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>timer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unknown step</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>work</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} in all, {more} of them after the first</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} recorded, {open} of them not accepted</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{open} open of {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{side} (paused)</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>copy</name>
    <message>
      <source>A list of cases or the past has no link: choose rows.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Copied {lines}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Copied {links}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No case is chosen: select rows of the queue.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>line</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>lines</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>link</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>links</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>failures</name>
    <message>
      <source>Something in the desk itself went wrong ({kind}). What is stored is unharmed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Try again. The log folder holds the details for a report.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>notices</name>
    <message>
      <source>at risk of breach</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>commented by the client</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>handed over</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>left its process</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>process</name>
    <message>
      <source>A map discovered from the log: there is no process definition</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No open case has a due date</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No open case stands at a step</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No step is overdue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The process definition cannot be drawn. {why}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The stronger the colour, the longer cases stand there: {step} has median {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The stronger the colour, the more cases are overdue: {step} has {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The stronger the colour, the more open cases: {step} has {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is no process definition to judge the cases by.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is no process definition, and no log to discover a map from.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>all cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>as often</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>exit recorded by the source</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>extra step</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>from {a} to {b}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>less often, -{n} points</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>more often, +{n} points</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>no case ever names {steps}: perhaps the source cannot record it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>no time to judge exactly: {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>not drawn: {what}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>not judged</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>of these open and not accepted</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>off the defined path</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>on the defined path</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>only in {versions}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>step left out</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>step not in the process</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>step out of order</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the same</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unnamed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>without any step: {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} cases opened {period}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} longer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} rarer flows</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} rarer steps ({visits} visits)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} shorter</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{process}, version {version}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{process}, version {version} drawn; {cases} of {all} cases ({open} open) ran on other versions, each opens on its own</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{step} (not on the diagram)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{step} was first</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{step} was last so far</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>queue</name>
    <message>
      <source>Ad hoc</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ad-hoc tasks: open / all</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Age</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Asked for</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>By the engagement's rule: {words}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cases shown, of all in the engagement</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Client</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Connect to a shared database</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Contacts</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Copied the first {0} of {1} rows</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Copied {rows}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Current step</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cut off</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Exits</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Filter</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Filter by {column} ...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Hidden by the filter: {cases}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How long ago the last event was</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How long this holder has had it without interruption</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How often the case left its defined process</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How often the case was over and was opened again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How often the customer got in touch about it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How what was asked of the system that owns the case stands</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>In whose hands</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Last activity</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No case matches</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No case of {engagement} has: {parts}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No cases here yet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Not</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing has been imported for this engagement, or nothing has been synced yet.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing has been synced yet, nothing was imported into the shared database, or this login has no role in any
engagement there: whoever administers the shared database gives it one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Number of the case in its source</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Numbers like it: {near}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Only</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Person, queue or side that has the case now</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Priority</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Priority as the source names it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Process</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Process definition that the case runs on</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Re-opened</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>SLA</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show all cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Since</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sorted by</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>State of the SLA as the source says it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The first load from the shared database is still running.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is no engagement in the local copy yet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This copy holds no case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This engagement has no cases here</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Time left</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Time since the case was opened, or from opening to closing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Time until the case is due</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Title</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Title of the case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Waiting for</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What has to happen next for the case to move</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Where the case is in its process</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Whose customer or account the case is about</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Work queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>a list of {cases}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>ad hoc</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>age</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>asked for</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>client</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>contacts</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>current step</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>data as of {when}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>exits</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>in whose hands</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>last activity</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>nearest: {near}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>none</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>none: all cases that were shown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>priority</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>process</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>re-opened</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>row</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>rows</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>since</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>sla</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>sorted by {columns}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the first {n} of {all} cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the queue as of {when}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>time left</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>title</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>waiting for</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{column}, descending</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} of {all}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{shown} of {cases}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>retention</name>
    <message>
      <source>closed case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>closed cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{cases} not in this copy</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{cases} not in this copy (closed before {day})</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>rights</name>
    <message>
      <source>Clients ask for escalation; who works on a case is the provider's to say.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clients write what both sides see: notes, tasks, requests.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Masked values are never given to clients.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Your role here reads and does not write.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>sync</name>
    <message>
      <source>Theirs and yours stand in the menu of views (Ctrl+S).</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>acknowledged</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>ad-hoc task: {text}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>asked {system}: {what} to {to}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>case exported as {form}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>case viewed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>comment on an event: {text}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>complete</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>complete, compared {when}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>discarded</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>draft of the review by {who}, round {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>drawn into the sample {sample}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>event flagged</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>event pinned</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>event tagged: {tag}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>exit accepted: {reason}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>feedback answered: {text}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>first load: {done} of {of} events</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>follows the case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>follows the case no longer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>list of {count} cases exported as {form}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>need attention</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>needs attention</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>never</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>note in a review: {text}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>note: {text}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>on its way</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>pin taken away</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>refused</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>request taken back: {reason}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>review by {who} revised, round {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>review by {who} submitted, round {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>review by {who}, round {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>somebody was faster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>tag taken away: {tag}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>task done: {step}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>task handed over: {step}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>tried {n}x: {error}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>value unmasked</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>view of the team taken away: {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>view of the team: {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>waits to be sent</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} waiting</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} waiting since {when}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{process}: step {step} put onto the diagram</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{when} ({age} ago)</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>team</name>
    <message>
      <source>Week of {day}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>field</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{field} changed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{queue}, person unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{what} to {hand}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>time</name>
    <message>
      <source>d</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>h</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>m</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>min</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>s</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>time unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>y</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{day} {month} {year}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{weekday} {day} {month} {year}</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>timeline</name>
    <message>
      <source>Case and clock</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Client</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clock</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Comments and documents</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Contacts</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Customer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Exits</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Feedback</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Field changes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Name unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nobody named</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Persons</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Provider</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Queues</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reviews</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Side unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>System</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>T0 = {time}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Third party</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Views, exports, pins</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Work</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Zoom in for single events</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>a task without a name</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>assigned, waiting</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>business time</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>client</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>closed hours</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>comment</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>contact</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>customer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>document</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>done</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>dropped</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>event</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>events</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>events: few, many</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>exit</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>exit, feedback or review</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>feedback</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>field change, note</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>gaps folded</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>nobody named</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>nothing recorded</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>opened, closed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>paused</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>paused for {side}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>pending</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>pinned</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>provider</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>review</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>side unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>still so</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>system</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>third party</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>to {time}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>up to {wait}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>work</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>work on {step}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} without a time: in the table only</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{step} is suspended</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{step} waits</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{who}, {side}: {what}, {start} {end}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{who}: {events} in view</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{who}: {events} in view, zoom in to have them read</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>views</name>
    <message>
      <source>Change a view of the team to what is shown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Default view of a role</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep mine</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep theirs</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show mine</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show theirs</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take a view away from the team</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This view was taken away, or is of another version of the desk. It is not shown.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>by {who}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>default of {role}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>of none</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>waits to be sent</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name}: changed by somebody else first</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>work</name>
    <message>
      <source>Ad-hoc task</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add the task to {cases}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>All {all} get it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ask for escalation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ask for reassignment</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ask for {cases}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Flag</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Flag {cases}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Follow</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Follow no longer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Follow {cases}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Follow {cases} no longer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Give the reason: it stands in the log of each case.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Give the task a short name.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Left out: {count} {why} ({numbers})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Say to whom it should go.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stopped: {count} of {wanted} got it. That stays written and is sent.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take back what was asked of {cases}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take flags away</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take requests back</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take the flags of {cases} away</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The case does not get it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The case gets it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The task is the desk's own: it stands beside the process of the case.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Write a note</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Write the note on {cases}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Write what the note says.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>a source that is unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>acknowledged</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>case</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>cases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>closed or cancelled</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>flag goes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>flagged already</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>flags go</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>followed by you already</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>in these hands already</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>not flagged</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>not followed by you</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>refused</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>request is taken back</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>requests are taken back</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>taken note of</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>to be sent</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>without a request that is pending</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>without any event in the local copy</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} are selected; {most} are the most in one go. Narrow the filter or the selection.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{count} written: {parts}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{some} of {all} get it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{systems} must act: the desk asks, and changes nothing of the case itself.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{words}; the log keeps who did it and why.</source>
      <translation type="unfinished" />
    </message>
  </context>
</TS>
