/**
 * What every call has, whichever way it came in: who asks ({@link
 * io.github.packtrain.master.call.Caller}) and how it fails ({@link
 * io.github.packtrain.master.call.Failures}).
 */
@NullMarked
package io.github.packtrain.master.call;

import org.jspecify.annotations.NullMarked;
