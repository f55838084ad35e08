/** CSV files on local disk, and the store for them. */
@NullMarked
package com.globant.hiring.application.file;

import org.jspecify.annotations.NullMarked;
