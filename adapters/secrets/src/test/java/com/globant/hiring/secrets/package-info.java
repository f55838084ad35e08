/** Secrets Manager as a stand-in in this JVM, for the tests of this module and end to end. */
@NullMarked
package com.globant.hiring.secrets;

import org.jspecify.annotations.NullMarked;
