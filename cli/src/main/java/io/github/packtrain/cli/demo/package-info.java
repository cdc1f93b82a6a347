/**
 * The demonstration: a made-up fleet and made-up work, on a real master with real workers.
 *
 * <pre>
 *   DemoFleet ─► worker processes        DemoWork (by seed) ─► jobs ─► master ─► DemoShow ─► screen
 * </pre>
 */
@NullMarked
package io.github.packtrain.cli.demo;

import org.jspecify.annotations.NullMarked;
