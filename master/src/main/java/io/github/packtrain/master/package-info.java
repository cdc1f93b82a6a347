/**
 * The shell around the core: threads, APIs, timers, security, the read side. Start reading at
 * {@link io.github.packtrain.master.Master}.
 */
@NullMarked
package io.github.packtrain.master;

import org.jspecify.annotations.NullMarked;
