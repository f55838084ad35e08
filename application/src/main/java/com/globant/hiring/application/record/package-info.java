/** The record of a load: what was requested, how it stands, and how it ended. */
@NullMarked
package com.globant.hiring.application.record;

import org.jspecify.annotations.NullMarked;
