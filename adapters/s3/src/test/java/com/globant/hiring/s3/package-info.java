/** The S3 adapter against an embedded S3 server, and what needs none. */
@NullMarked
package com.globant.hiring.s3;

import org.jspecify.annotations.NullMarked;
