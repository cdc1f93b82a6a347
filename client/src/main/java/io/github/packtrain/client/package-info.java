/**
 * The Java client: jobs and studies of a Packtrain master, over gRPC. Runs on Java 17.
 *
 * <pre>{@code
 * try (PacktrainClient client =
 *     PacktrainClient.connect("127.0.0.1:50051", Credential.ofFile(tokenFile))) {
 *   SubmitJobResponse job = client.submit(spec, 100);
 *   Job ended = client.await(job.getJob(), Duration.ofHours(1));
 * }
 * }</pre>
 *
 * <p>Start at {@link io.github.packtrain.client.PacktrainClient}. What goes wrong is a {@link
 * io.github.packtrain.client.PacktrainException} in the master's own words.
 */
@NullMarked
package io.github.packtrain.client;

import org.jspecify.annotations.NullMarked;
