/** Reports: the use case, and what it needs of the database. */
@NullMarked
package com.globant.hiring.application.report;

import org.jspecify.annotations.NullMarked;
