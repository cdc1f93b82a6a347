/**
 * A comparison as one HTML page that needs nothing beside itself: tables and plots, no script, no
 * font and no picture from elsewhere.
 */
@NullMarked
package io.github.packtrain.simulator.page;

import org.jspecify.annotations.NullMarked;
