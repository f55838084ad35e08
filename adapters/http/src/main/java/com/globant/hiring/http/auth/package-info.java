/** Who may do what: API keys, tokens, roles, origins and hosts. */
@NullMarked
package com.globant.hiring.http.auth;

import org.jspecify.annotations.NullMarked;
