// The compiler makes several copies of the function and a resolver that chooses.
//: clones x86_64 gcc -O3
#include "module.h"

__attribute__((target_clones("default", "sse4.2", "avx2", "arch=x86-64-v3", "avx512f"))) void work(void) { WORK; }

INIT
{
    work();
    return CREATE;
}
