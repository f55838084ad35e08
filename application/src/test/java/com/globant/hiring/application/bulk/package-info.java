/** Fakes of the ports of loads on a cluster. */
@NullMarked
package com.globant.hiring.application.bulk;

import org.jspecify.annotations.NullMarked;
