/** What an instance runs at its first boot, and from then on. */
@NullMarked
package com.globant.hiring.infra.instance;

import org.jspecify.annotations.NullMarked;
