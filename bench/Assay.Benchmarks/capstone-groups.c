/* A stand-in for elfx86exts (github.com/pkgw/elfx86exts), for machines where its crates cannot be had: the same method, written anew from its description. Every executable section is
   decoded from end to end with Capstone, with details and over data, and the union of the groups of all instructions is printed with the mnemonic that first showed each. Not the program itself:
   no command line, only ELF. Build: cc -O2 capstone-groups.c -lcapstone. */
#include <capstone/capstone.h>
#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>

int main(int count, char **arguments)
{
    int file = open(arguments[1], O_RDONLY);
    struct stat facts;
    if (count != 2 || file < 0 || fstat(file, &facts)) return 1;
    const unsigned char *bytes = mmap(0, facts.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    const Elf64_Ehdr *header = (const Elf64_Ehdr *)bytes;
    const Elf64_Shdr *sections = (const Elf64_Shdr *)(bytes + header->e_shoff);
    csh engine;
    int arm = header->e_machine == EM_AARCH64;
    if (cs_open(arm ? CS_ARCH_ARM64 : CS_ARCH_X86, arm ? CS_MODE_ARM : CS_MODE_64, &engine)) return 1;
    cs_option(engine, CS_OPT_DETAIL, CS_OPT_ON);
    cs_option(engine, CS_OPT_SKIPDATA, CS_OPT_ON);
    cs_insn *instruction = cs_malloc(engine);
    char seen[256] = { 0 };
    for (int i = 0; i < header->e_shnum; i++)
    {
        if (sections[i].sh_type != SHT_PROGBITS || !(sections[i].sh_flags & SHF_EXECINSTR)) continue;
        const unsigned char *at = bytes + sections[i].sh_offset;
        size_t left = sections[i].sh_size;
        unsigned long address = sections[i].sh_addr;
        while (cs_disasm_iter(engine, &at, &left, &address, instruction))
        {
            if (!instruction->id) continue;
            for (int g = 0; g < instruction->detail->groups_count; g++)
            {
                unsigned char group = instruction->detail->groups[g];
                if (group < 128 || seen[group]) continue;
                seen[group] = 1;
                printf("%s (%s)\n", cs_group_name(engine, group), instruction->mnemonic);
            }
        }
    }

    return 0;
}
