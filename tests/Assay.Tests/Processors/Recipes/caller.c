// PyInit calls into a library of its own.
//: needs_early x86_64 gcc -O3 -learly
//: calls_work x86_64 gcc -O3 -lwork
//: calls_work_directly x86_64 gcc -O3 -fno-plt -Wl,-z,now -lwork
//: calls_clever x86_64 gcc -O3 -lclever
//: arm_calls_work aarch64 gcc -O3 -larmwork
//: arm_needs_early aarch64 gcc -O3 -larmearly
#include "module.h"

void prepare(void);

INIT
{
    prepare();
    return CREATE;
}
