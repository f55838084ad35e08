/** CSV and JSON bodies read into rows (FastCSV, Jackson), and CSV files written to local disk. */
@NullMarked
package com.globant.hiring.csv;

import org.jspecify.annotations.NullMarked;
