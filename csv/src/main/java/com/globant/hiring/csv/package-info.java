/** Reads CSV and JSON as rows (FastCSV, Jackson), and writes CSV. */
@NullMarked
package com.globant.hiring.csv;

import org.jspecify.annotations.NullMarked;
