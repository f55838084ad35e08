/**
 * Connections to the database: pools, sessions and their settings, and what the server's errors
 * mean.
 */
@NullMarked
package com.globant.hiring.mysql.connection;

import org.jspecify.annotations.NullMarked;
