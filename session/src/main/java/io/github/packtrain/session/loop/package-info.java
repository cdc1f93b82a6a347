/**
 * The master's loop without I/O: inputs in, facts to record and effects to carry out once they are
 * durable.
 *
 * <p>Start with {@link io.github.packtrain.session.loop.MasterLoop#step}. The shell around it
 * appends the batch's facts to the journal and only then carries out its effects: nobody ever sees
 * a fact that is not on disk.
 */
@NullMarked
package io.github.packtrain.session.loop;

import org.jspecify.annotations.NullMarked;
