package org.thalweg.spark;

import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcCallContext;
import org.apache.spark.rpc.RpcEndpoint;
import org.apache.spark.rpc.RpcEnv;
import scala.Function1;
import scala.PartialFunction;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/**
 * Receives the executors' requests, over the connections that Spark's own components use: with the cluster's authentication and
 * encryption. Messages are byte arrays, because the other side may have loaded our classes with a different class loader.
 */
final class DriverEndpoint implements RpcEndpoint, AutoCloseable {
    /** Answers requests; called from any thread. */
    interface Handler {
        /**
         * Handles a request of an executor.
         *
         * @param reply receives the answer, immediately or later
         */
        void onRequest(Object sender, byte[][] message, Consumer<byte[][]> reply);

        /** A sender has disconnected and will send no more requests. */
        void disconnected(Object sender);
    }

    private final RpcEnv environment;
    private final Handler handler;

    private DriverEndpoint(RpcEnv environment, Handler handler) {
        this.environment = environment;
        this.handler = handler;
    }

    /**
     * Starts the endpoint.
     *
     * @param name the endpoint's name, unique in the application
     */
    static DriverEndpoint start(SparkContext spark, String name, Handler handler) {
        DriverEndpoint endpoint = new DriverEndpoint(spark.env().rpcEnv(), handler);
        endpoint.environment.setupEndpoint(name, endpoint);
        return endpoint;
    }

    @Override
    public RpcEnv rpcEnv() {
        return environment;
    }

    @Override
    public PartialFunction<Object, BoxedUnit> receiveAndReply(RpcCallContext context) {
        return new Received(context);
    }

    private final class Received extends AbstractPartialFunction<Object, BoxedUnit> {
        private final RpcCallContext context;

        Received(RpcCallContext context) {
            this.context = context;
        }

        @Override
        public boolean isDefinedAt(Object message) {
            return message instanceof byte[][];
        }

        @Override
        public <A, B> B applyOrElse(A message, Function1<A, B> otherwise) {
            if (!isDefinedAt(message)) {
                return otherwise.apply(message);
            }
            handler.onRequest(context.senderAddress(), (byte[][]) message, context::reply);
            return null;
        }
    }

    @Override
    public void onDisconnected(RpcAddress address) {
        handler.disconnected(address);
    }

    @Override
    public void close() {
        environment.stop(self());
    }
}
