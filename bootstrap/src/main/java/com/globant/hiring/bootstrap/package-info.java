/** The command line, the settings, and the one place where all adapters meet. */
@NullMarked
package com.globant.hiring.bootstrap;

import org.jspecify.annotations.NullMarked;
