/**
 * Request bodies: reading them with limits, undoing codings and compression, finding the file in a
 * form.
 */
@NullMarked
package com.globant.hiring.http.body;

import org.jspecify.annotations.NullMarked;
