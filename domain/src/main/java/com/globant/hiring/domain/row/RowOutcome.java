package com.globant.hiring.domain.row;

/** What the rules make of a row: it is accepted or it is refused. A refusal is not a failure. */
public sealed interface RowOutcome permits Row, RowRejected {}
