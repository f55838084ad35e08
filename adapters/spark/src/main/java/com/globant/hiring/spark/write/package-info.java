/** The second reading of the files, which writes rows and refused rows. */
@NullMarked
package com.globant.hiring.spark.write;

import org.jspecify.annotations.NullMarked;
