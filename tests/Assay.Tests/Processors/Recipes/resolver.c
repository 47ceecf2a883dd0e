// A resolver that somebody wrote: it runs while the file is loaded.
//: resolver x86_64 gcc -O3
//: bad_resolver x86_64 gcc -O3 -DBAD
#include "module.h"

__attribute__((target("avx2"), noinline)) static void wide(void) { WORK; }
__attribute__((noinline)) static void narrow(void) { WORK; }

#ifdef BAD
__attribute__((target("avx2")))
#endif
static void (*choose(void))(void)
{
#ifdef BAD
    WORK;
#endif
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") ? wide : narrow;
}

void work(void) __attribute__((ifunc("choose")));

INIT
{
    work();
    return CREATE;
}
