package com.globant.hiring.application.body;

/** How the rows of a body are written. */
public enum BodyFormat {
  CSV,
  /** An array of row objects. */
  JSON
}
