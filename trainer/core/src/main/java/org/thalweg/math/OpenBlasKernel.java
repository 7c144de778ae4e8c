package org.thalweg.math;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Which of its kernels the bundled OpenBLAS chose for this processor; kernels round differently.
 *
 * <p>OpenBLAS has a table of functions for each kernel, and a pointer to the chosen one. The environment variable
 * {@code OPENBLAS_CORETYPE} selects a kernel by one of these names.
 */
final class OpenBlasKernel {
    private static final String CHOSEN = "gotoblas";

    /** The names used by OpenBLAS, first for x86_64, then for arm64. */
    private static final List<String> NAMES = List.of(
            "Prescott",
            "Core2",
            "Nehalem",
            "Barcelona",
            "Bulldozer",
            "Piledriver",
            "Steamroller",
            "Excavator",
            "Sandybridge",
            "Haswell",
            "Zen",
            "SkylakeX",
            "Cooperlake",
            "SapphireRapids",
            "ARMV8",
            "CORTEXA53",
            "CORTEXA57",
            "THUNDERX",
            "THUNDERX2T99",
            "TSV110",
            "THUNDERX3T110",
            "NEOVERSEN1",
            "NEOVERSEV1",
            "NEOVERSEN2",
            "A64FX",
            "ARMV8SVE");

    private OpenBlasKernel() {}

    /** The kernel's name; empty before OpenBLAS is loaded, if it has only one kernel, or if the name is unknown. */
    static Optional<String> name() {
        Pointer chosen = Loader.addressof(CHOSEN);
        if (chosen == null) {
            return Optional.empty();
        }
        long table = new LongPointer(chosen).get();
        return NAMES.stream().filter(name -> isAt(table, name)).findFirst();
    }

    private static boolean isAt(long table, String name) {
        Pointer kernel = Loader.addressof(CHOSEN + "_" + name.toUpperCase(Locale.ROOT));
        return kernel != null && kernel.address() == table;
    }
}
