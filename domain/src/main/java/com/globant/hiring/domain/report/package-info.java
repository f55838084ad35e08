/** Both reports, by definition. */
@NullMarked
package com.globant.hiring.domain.report;

import org.jspecify.annotations.NullMarked;
