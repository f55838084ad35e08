package com.globant.hiring.application;

/** How the rows of a body are written. */
public enum BodyFormat {
  CSV,
  /** An array of row objects. */
  JSON
}
