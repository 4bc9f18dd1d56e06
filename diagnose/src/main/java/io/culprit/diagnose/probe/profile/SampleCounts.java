package io.culprit.diagnose.probe.profile;

import io.culprit.kernel.perf.SampleSink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Samples of the targets, counted by process, mode and instruction; those of other processes are passed over. */
final class SampleCounts implements SampleSink {
    private static final int FIRST_SLOTS = 1 << 12;
    /** Different instructions at most, 2 MB: an hour of a busy host sees fewer. */
    private static final int MAX_SLOTS = 1 << 17;

    private static final int SAMPLE_BYTES = 16;
    private static final int PID_OFFSET = 8;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    /** @param process index in the list of targets */
    record Counted(int process, boolean kernel, long address, int samples) {}

    private final int[] pids;
    private final int[] indices;
    private long[] addresses = new long[FIRST_SLOTS];
    private int[] owners = new int[FIRST_SLOTS];
    private int[] counts = new int[FIRST_SLOTS];
    private int used;
    private int samples;
    private long dropped;

    SampleCounts(int[] targets) {
        pids = targets.clone();
        Arrays.sort(pids);
        indices = new int[pids.length];
        for (int i = 0; i < targets.length; i++) {
            indices[Arrays.binarySearch(pids, targets[i])] = i;
        }
    }

    /** The fields are those of PERF_SAMPLE_IP and PERF_SAMPLE_TID. */
    @Override
    public void sample(int misc, byte[] b, int from, int to) {
        if (to - from < SAMPLE_BYTES) {
            return;
        }
        int found = Arrays.binarySearch(pids, (int) INT.get(b, from + PID_OFFSET));
        if (found < 0) {
            return;
        }
        int mode = misc & CPU_MODE;
        // A sample in a guest has an address of the guest, where nothing of ours names it.
        long address = mode == MODE_KERNEL || mode == MODE_USER ? (long) LONG.get(b, from) : 0;
        add(indices[found] << 1 | (mode == MODE_KERNEL ? 1 : 0), address);
    }

    private void add(int owner, long address) {
        int slot = slot(owner, address);
        if (counts[slot] == 0) {
            if (used >= MAX_SLOTS / 2) {
                dropped++;
                return;
            }
            if (used >= counts.length / 2) {
                grow();
                slot = slot(owner, address);
            }
            used++;
            owners[slot] = owner;
            addresses[slot] = address;
        }
        counts[slot]++;
        samples++;
    }

    private int slot(int owner, long address) {
        long mixed = (address ^ (long) owner << 48) * 0x9e3779b97f4a7c15L;
        int mask = counts.length - 1;
        int slot = (int) (mixed >>> 40) & mask;
        while (counts[slot] != 0 && (owners[slot] != owner || addresses[slot] != address)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldAddresses = addresses;
        int[] oldOwners = owners;
        int[] oldCounts = counts;
        addresses = new long[oldCounts.length * 2];
        owners = new int[oldCounts.length * 2];
        counts = new int[oldCounts.length * 2];
        for (int i = 0; i < oldCounts.length; i++) {
            if (oldCounts[i] != 0) {
                int slot = slot(oldOwners[i], oldAddresses[i]);
                addresses[slot] = oldAddresses[i];
                owners[slot] = oldOwners[i];
                counts[slot] = oldCounts[i];
            }
        }
    }

    int samples() {
        return samples;
    }

    /** Samples for whose instruction there was no room. */
    long dropped() {
        return dropped;
    }

    List<Counted> all() {
        List<Counted> all = new ArrayList<>(used);
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 0) {
                all.add(new Counted(owners[i] >>> 1, (owners[i] & 1) == 1, addresses[i], counts[i]));
            }
        }
        return all;
    }
}
