/** Made-up files of any size, for the demo, for tests and for measuring. */
@NullMarked
package com.globant.hiring.local.samples;

import org.jspecify.annotations.NullMarked;
