// A resolver gets what the kernel says as its argument.
//: hwcap_resolver aarch64 gcc -O3
#include "module.h"

static long count;

__attribute__((noinline)) static void atomic(void) { __asm__ volatile(".arch_extension lse\n\tldadd x0, x0, [%0]" : : "r"(&count) : "x0", "memory"); }
__attribute__((noinline)) static void plain(void) { count++; }
static void (*choose(unsigned long capabilities))(void) { return capabilities & 1 << 8 ? atomic : plain; }
void work(void) __attribute__((ifunc("choose")));

INIT
{
    work();
    return CREATE;
}
