package com.globant.hiring.bootstrap;

/** A setting that no log and no message may show. */
record Secret(String reveal) {
  @Override
  public String toString() {
    return "(hidden)";
  }
}
