/** The stages of a load that are about text, and the rows that the other ones are given. */
@NullMarked
package com.globant.hiring.csv;

import org.jspecify.annotations.NullMarked;
