/** CSV files on their way to the bucket, and the bucket. */
@NullMarked
package com.globant.hiring.application.file;

import org.jspecify.annotations.NullMarked;
