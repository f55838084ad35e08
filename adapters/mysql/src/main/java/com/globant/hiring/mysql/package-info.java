/** Loads into MySQL or MariaDB and reports from it, over the Vert.x client. */
@NullMarked
package com.globant.hiring.mysql;

import org.jspecify.annotations.NullMarked;
