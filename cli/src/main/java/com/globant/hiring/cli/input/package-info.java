/** What a command is given: its files, their tables and order, and the keys of their loads. */
@NullMarked
package com.globant.hiring.cli.input;

import org.jspecify.annotations.NullMarked;
