package org.thalweg.spark;

import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.rpc.RpcTimeout;
import org.apache.spark.util.RpcUtils;
import scala.concurrent.duration.FiniteDuration;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** An executor's connection to the driver's {@link DriverEndpoint}. */
final class DriverConnection {
    private static final ClassTag<byte[][]> BYTES = ClassTag$.MODULE$.apply(byte[][].class);

    /**
     * Practically unlimited: an answer may take until the next step. If the driver is lost, the closed connection ends the wait.
     */
    private static final RpcTimeout NO_TIMEOUT =
            new RpcTimeout(new FiniteDuration(3650, TimeUnit.DAYS), "thalweg.steps");

    private final RpcEndpointRef driver;

    /** Connects to the endpoint with the given name. */
    DriverConnection(String name) {
        this(name, SparkEnv.get().conf(), SparkEnv.get().rpcEnv());
    }

    /** The same from another RPC environment. */
    DriverConnection(String name, SparkConf conf, RpcEnv from) {
        driver = RpcUtils.makeDriverRef(name, conf, from);
    }

    /** Sends a message and waits for the answer. */
    byte[][] ask(byte[]... message) {
        return driver.askSync(message, NO_TIMEOUT, BYTES);
    }
}
