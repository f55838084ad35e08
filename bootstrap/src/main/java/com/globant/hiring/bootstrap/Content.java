package com.globant.hiring.bootstrap;

/** What becomes of that which the embedded servers hold from former runs. */
enum Content {
  KEPT,
  /** It is deleted before the service starts. */
  NEW
}
