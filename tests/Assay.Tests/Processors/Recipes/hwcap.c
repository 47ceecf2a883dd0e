// The kernel is asked what the processor has.
//: hwcap aarch64 gcc -O3
//: hwcap_clang aarch64 clang -O3
#include <sys/auxv.h>
#include "module.h"

static long count;

__attribute__((noinline)) static void atomic(void) { __asm__ volatile(".arch_extension lse\n\tldadd x0, x0, [%0]" : : "r"(&count) : "x0", "memory"); }

INIT
{
    if (getauxval(AT_HWCAP) & 1 << 8) atomic();
    return CREATE;
}
