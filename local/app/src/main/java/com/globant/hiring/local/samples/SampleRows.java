package com.globant.hiring.local.samples;

/** Makes rows of one table, without their line ends. */
interface SampleRows {

  void complete(int id);

  /** A row that lacks a value other than its key. */
  void incomplete(int id);

  /** A row that breaks a rule of its table. */
  void invalid(int id);
}
