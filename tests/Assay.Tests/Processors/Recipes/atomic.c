// Atomic arithmetic: by functions that ask once whether the processor has instructions for it, or by these at once.
//: outline_init aarch64 gcc -O2
//: lse_init aarch64 gcc -O2 -march=armv8.1-a
//: lse_clang_init aarch64 clang -O2 -march=armv8.1-a
//: no_outline_init aarch64 gcc -O2 -mno-outline-atomics
//: lse_constructor aarch64 gcc -O2 -march=armv8.1-a -DEARLY
//: outline_constructor aarch64 gcc -O2 -DEARLY
#include "module.h"

static long count;
static void *pointer = &count;

#ifdef EARLY
__attribute__((constructor)) static void early(void) { __atomic_fetch_add(&count, 3, __ATOMIC_SEQ_CST); }
INIT
{
    return CREATE;
}
#else
INIT
{
    __atomic_fetch_add(&count, 3, __ATOMIC_SEQ_CST);
    __atomic_exchange_n(&pointer, 0, __ATOMIC_ACQ_REL);
    return CREATE;
}
#endif
