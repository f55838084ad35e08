/** The refused rows of a load: kept while it runs, read and deleted later. */
@NullMarked
package com.globant.hiring.application.rejects;

import org.jspecify.annotations.NullMarked;
