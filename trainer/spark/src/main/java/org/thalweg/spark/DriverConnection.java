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

/** An executor's way to ask the driver's {@link DriverEndpoint}. */
final class DriverConnection {
    private static final ClassTag<byte[][]> BYTES = ClassTag$.MODULE$.apply(byte[][].class);

    /** An answer may come only with the next step; a driver that is gone ends the wait by its connection. */
    private static final RpcTimeout PATIENT = new RpcTimeout(new FiniteDuration(3650, TimeUnit.DAYS), "thalweg.steps");

    private final RpcEndpointRef driver;

    /** The connection to the endpoint of a name. */
    DriverConnection(String name) {
        this(name, SparkEnv.get().conf(), SparkEnv.get().rpcEnv());
    }

    /** The connection from an environment. */
    DriverConnection(String name, SparkConf conf, RpcEnv from) {
        driver = RpcUtils.makeDriverRef(name, conf, from);
    }

    /** Asks, and waits for the answer. */
    byte[][] ask(byte[]... message) {
        return driver.askSync(message, PATIENT, BYTES);
    }
}
