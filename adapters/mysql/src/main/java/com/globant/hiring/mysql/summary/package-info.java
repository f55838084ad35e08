/** The summary of hires, which loads keep, and the reports that are made of it. */
@NullMarked
package com.globant.hiring.mysql.summary;

import org.jspecify.annotations.NullMarked;
