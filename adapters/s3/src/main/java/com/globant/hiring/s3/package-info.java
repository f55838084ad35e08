/** Stores reports and refused rows in an S3 bucket and signs the URLs that read them. */
@NullMarked
package com.globant.hiring.s3;

import org.jspecify.annotations.NullMarked;
